package dev.hako.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.Collection;
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
                .that(areAccessorsOfOurs())
                .should()
                .haveNameMatching("get[A-Z].*")
                .because("accessors carry the name of what they answer")
                .check(HakoClasses.ALL);
    }

    private static DescribedPredicate<JavaMethod> areAccessorsOfOurs() {
        return DescribedPredicate.describe(
                "are accessors that no supertype asks for",
                method -> method.getRawParameterTypes().isEmpty() && !isInherited(method));
    }

    private static boolean isInherited(JavaMethod method) {
        var owner = method.getOwner();
        return Stream.of(owner.getAllRawSuperclasses(), owner.getAllRawInterfaces())
                .flatMap(Collection::stream)
                .anyMatch(type -> type.tryGetMethod(method.getName()).isPresent());
    }
}
