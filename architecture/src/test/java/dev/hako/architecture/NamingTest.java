package dev.hako.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamingTest {
    @Test
    void aTypeIsNamedByWhatItIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .orShould()
                .haveNameMatching(".*[.$]Default[A-Z].*")
                .because("such a name says nothing: take the spec's noun, or say how it is done")
                .check(HakoClasses.ALL);
    }

    @Test
    void aPackageIsNamedByItsSubject() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..core..",
                        "..impl..",
                        "..manager..",
                        "..helper..",
                        "..misc..")
                .check(HakoClasses.ALL);
    }

    @Test
    void anAccessorIsNamedAsInARecord() {
        noMethods()
                .that(areNew())
                .should()
                .haveNameMatching("get[A-Z].*")
                .because("accessors carry the name of what they answer")
                .check(HakoClasses.ALL);
    }

    private static DescribedPredicate<JavaMethod> areNew() {
        return DescribedPredicate.describe(
                "are not asked for by a supertype", method -> !isInherited(method));
    }

    private static boolean isInherited(JavaMethod method) {
        var owner = method.getOwner();
        var parameters =
                method.getRawParameterTypes().stream()
                        .map(type -> type.getName())
                        .toArray(String[]::new);
        return Stream.concat(
                        owner.getAllRawSuperclasses().stream(),
                        owner.getAllRawInterfaces().stream())
                .anyMatch(type -> type.tryGetMethod(method.getName(), parameters).isPresent());
    }
}
