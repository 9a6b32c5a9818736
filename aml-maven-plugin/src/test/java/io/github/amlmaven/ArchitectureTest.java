package io.github.amlmaven;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the code to the drawing of the README: arrows, cycles, library fences and names. */
class ArchitectureTest {
    private static final String BASE = "io.github.amlmaven";
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void everyArrowPointsDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("mojo")
                .definedBy(BASE + ".mojo..")
                .layer("web")
                .definedBy(BASE + ".web..")
                .layer("run")
                .definedBy(BASE + ".run..")
                .layer("config")
                .definedBy(BASE + ".config..")
                .layer("staging")
                .definedBy(BASE + ".staging..")
                .layer("compute")
                .definedBy(BASE + ".compute..")
                .layer("history")
                .definedBy(BASE + ".history..")
                .layer("store")
                .definedBy(BASE + ".store..")
                .layer("root")
                .definedBy(BASE)
                .whereLayer("mojo")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("web")
                .mayOnlyBeAccessedByLayers("mojo")
                .whereLayer("run")
                .mayOnlyBeAccessedByLayers("mojo")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("mojo", "run")
                .whereLayer("staging")
                .mayOnlyBeAccessedByLayers("mojo", "run")
                .whereLayer("compute")
                .mayOnlyBeAccessedByLayers("run", "config")
                .whereLayer("history")
                .mayOnlyBeAccessedByLayers("mojo", "web", "run")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("mojo", "run", "history")
                .check(PRODUCTION);
    }

    @Test
    void theSharedWordsNeedNothingButTheJdk() {
        noClasses()
                .that()
                .resideInAPackage(BASE)
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(BASE, "java..", "org.jspecify.annotations")
                .check(PRODUCTION);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void eachLibraryStaysBehindItsFence() {
        fence("org.apache.maven..", "mojo");
        fence("org.yaml.snakeyaml..", "config");
        fence("com.fasterxml.jackson..", "compute", "config", "history", "web");
        fence("io.burt.jmespath..", "history");
        fence("de.siegmar.fastcsv..", "run", "history");
        fence("org.eclipse.jgit..", "staging", "history");
        fence("com.github.dockerjava..", "compute");
        fence("com.jcraft.jsch..", "compute");
        fence("com.azure..", "store");
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Constants)")
                .check(PRODUCTION);
    }

    private static void fence(String library, String... packages) {
        String[] allowed = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            allowed[i] = BASE + "." + packages[i] + "..";
        }
        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }
}
