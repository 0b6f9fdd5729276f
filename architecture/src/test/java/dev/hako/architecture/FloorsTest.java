package dev.hako.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FloorsTest {
    private static final String[] PACKAGES =
            Floor.ALL.stream().map(Floor::packages).toArray(String[]::new);

    @ParameterizedTest
    @FieldSource("dev.hako.architecture.Floor#ALL")
    void aFloorKnowsOnlyWhatItsRowSays(Floor floor) {
        classes()
                .that()
                .resideInAPackage(floor.packages())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(floor.known())
                .allowEmptyShould(true)
                .check(HakoClasses.ALL);
    }

    @Test
    void everyShippedClassIsOnAFloor() {
        classes()
                .that(resideInAnyPackage("dev.hako.."))
                .should()
                .resideInAnyPackage(PACKAGES)
                .check(HakoClasses.ALL);
    }

    @Test
    void noPackageKnowsAPackageThatKnowsIt() {
        slices().matching("dev.hako.(**)").should().beFreeOfCycles().check(HakoClasses.ALL);
    }

    @Test
    void onlyTheKernelCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.hako.kernel..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Linker.class, SymbolLookup.class)
                .check(HakoClasses.ALL);
    }
}
