package io.ambientprober.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** An agent judges nothing, and carries nothing that knows a cluster; every rule was seen to fail on a planted violation. */
@AnalyzeClasses(packages = "io.ambientprober.agent", importOptions = DoNotIncludeTests.class)
final class AgentArchitectureTest {
    @ArchTest
    static final ArchRule JUDGES_NOTHING = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.ambientprober.verdict..", "io.ambientprober.report.."));

    @ArchTest
    static final ArchRule KNOWS_NO_CONTROLLER = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.ambientprober.run..", "io.ambientprober.cluster..", "io.ambientprober.cli..", "io.fabric8.."));

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.ambientprober.agent.(**)").should().beFreeOfCycles();
}
