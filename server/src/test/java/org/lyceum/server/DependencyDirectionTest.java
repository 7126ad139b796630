package org.lyceum.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: what may import what. */
class DependencyDirectionTest {
    private static JavaClasses house = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("org.lyceum");
    }

    @Test
    void roomsKnowOnlyTheRoomsBelowThem() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("wire")
                .definedBy("org.lyceum.wire..")
                .layer("rtc")
                .definedBy("org.lyceum.rtc..")
                .layer("sfu")
                .definedBy("org.lyceum.sfu..")
                .layer("turn")
                .definedBy("org.lyceum.turn..")
                .layer("port")
                .definedBy("org.lyceum.port..")
                .layer("net")
                .definedBy("org.lyceum.net..")
                .layer("platform")
                .definedBy("org.lyceum.platform..")
                .layer("server")
                .definedBy("org.lyceum.server..")
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("net")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("platform")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("port")
                .mayOnlyBeAccessedByLayers("net")
                .whereLayer("turn")
                .mayOnlyBeAccessedByLayers("net", "server")
                .whereLayer("sfu")
                .mayOnlyBeAccessedByLayers("net", "server")
                .whereLayer("rtc")
                .mayOnlyBeAccessedByLayers("sfu", "net", "server")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("rtc", "sfu", "turn", "net", "server")
                .check(house);
    }

    @Test
    void theWireKnowsOnlyTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("org.lyceum.wire..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "javax.crypto..", "org.lyceum.wire..", "org.jspecify..")
                .check(house);
    }

    @Test
    void theRelayKnowsOnlyTheWire() {
        noClasses()
                .that()
                .resideInAPackage("org.lyceum.turn..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..", "javax.crypto..", "org.lyceum.turn..", "org.lyceum.wire..", "org.jspecify..")
                .check(house);
    }

    @Test
    void onlyTheMediaLoopsKnowNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.lyceum.net..", "org.lyceum.port..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(house);
    }

    @Test
    void onlyTheDtlsPackageOfTheCoreKnowsBouncyCastle() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.lyceum.wire..",
                        "org.lyceum.sfu..",
                        "org.lyceum.turn..",
                        "org.lyceum.port..",
                        "org.lyceum.net..",
                        "org.lyceum.rtc..")
                .and()
                .resideOutsideOfPackage("org.lyceum.rtc.dtls..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(house);
    }

    @Test
    void theDomainKnowsNeitherHttpNorMedia() {
        noClasses()
                .that()
                .resideInAPackage("org.lyceum.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "io.netty..")
                .check(house);
    }

    @Test
    void packagesOfARoomDoNotGoInCircles() {
        for (String room : new String[] {"wire", "rtc", "sfu", "turn", "port", "net", "platform"}) {
            slices().matching("org.lyceum." + room + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(house);
        }
    }
}
