package dev.hako.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// All our own classes that ship, read once. What protoc has made is not ours.
final class HakoClasses {
    static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.hako")
                    .that(resideOutsideOfPackages("dev.hako.testing..", "dev.hako.cri.v1.."));

    private HakoClasses() {}
}
