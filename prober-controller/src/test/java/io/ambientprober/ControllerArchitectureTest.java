package io.ambientprober;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the recipe of a run, the cluster and the command line know of each other; every rule was seen to fail on a planted violation. */
@AnalyzeClasses(
        packages = {"io.ambientprober.run", "io.ambientprober.cluster", "io.ambientprober.cli"},
        importOptions = DoNotIncludeTests.class)
final class ControllerArchitectureTest {
    private static final String RUN = "io.ambientprober.run..";
    private static final String CLUSTER = "io.ambientprober.cluster..";
    private static final String CLI = "io.ambientprober.cli..";
    private static final String[] JUDGING = {"io.ambientprober.verdict..", "io.ambientprober.report.."};

    @ArchTest
    static final ArchRule THE_RECIPE_KNOWS_NEITHER_CLUSTER_NOR_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage(RUN)
            .should()
            .dependOnClassesThat(resideInAnyPackage(CLUSTER, CLI, "io.fabric8..", "picocli.."));

    @ArchTest
    static final ArchRule THE_CLUSTER_KNOWS_NO_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage(CLUSTER)
            .should()
            .dependOnClassesThat(resideInAnyPackage(CLI, "picocli.."));

    @ArchTest
    static final ArchRule THE_RECIPE_JUDGES_NOTHING =
            noClasses().that().resideInAPackage(RUN).should().dependOnClassesThat(resideInAnyPackage(JUDGING));

    /** But for what names the reasons that a cause explains, and what leaves a report. */
    @ArchTest
    static final ArchRule THE_CLUSTER_JUDGES_NOTHING = noClasses()
            .that()
            .resideInAnyPackage("io.ambientprober.cluster", "io.ambientprober.cluster.mesh..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(JUDGING));

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.ambientprober.(**)").should().beFreeOfCycles();
}
