package org.lyceum.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md that begin at the bench: it measures any server, so that it knows none. */
class DependencyDirectionTest {
    private final JavaClasses bench = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.lyceum.bench");

    @Test
    void ofTheHouseTheBenchKnowsOnlyThePeerTheWireAndTheSockets() {
        classes()
                .that()
                .resideInAPackage("org.lyceum.bench..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.lyceum.bench..",
                        "org.lyceum.port..",
                        "org.lyceum.rtc..",
                        "org.lyceum.wire..",
                        "java..",
                        "javax.crypto..",
                        "javax.net.ssl..",
                        "tools.jackson..",
                        "io.netty..",
                        "org.HdrHistogram..",
                        "org.jspecify..")
                .check(bench);
    }

    @Test
    void onlyTheClientKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.lyceum.bench.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(bench);
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().matching("org.lyceum.bench.(*)..").should().beFreeOfCycles().check(bench);
    }
}
