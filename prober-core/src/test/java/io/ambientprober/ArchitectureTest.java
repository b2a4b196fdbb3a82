package io.ambientprober;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;

/**
 * The direction of dependencies, and that the core knows no network, clock, console or cluster.
 *
 * <p>Packages that do not exist yet are allowed to be empty; every rule was seen to fail on a planted violation.
 */
@AnalyzeClasses(packages = "io.ambientprober", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String PROJECT = "io.ambientprober..";
    private static final String WIRE = "io.ambientprober.wire..";
    private static final String PLAN = "io.ambientprober.plan..";
    private static final String EVIDENCE = "io.ambientprober.evidence..";
    private static final String STATEMENT = "io.ambientprober.statement..";
    private static final String VERDICT = "io.ambientprober.verdict..";
    private static final String REPORT = "io.ambientprober.report..";
    private static final String REPORT_MODEL = "io.ambientprober.report.model..";
    private static final String REPORT_TEXT = "io.ambientprober.report.text..";
    private static final String REPORT_HTML = "io.ambientprober.report.html..";
    private static final String REPORT_EXPORT = "io.ambientprober.report.export..";
    private static final String INPUT = "io.ambientprober.input..";
    private static final String CANARY = "io.ambientprober.canary..";
    private static final String HANDSHAKE = "io.ambientprober.handshake..";
    private static final String API = "io.ambientprober.api..";
    private static final String PEER = "io.ambientprober.peer..";
    private static final String ENROLLED = "io.ambientprober.enrolled..";
    private static final String FLOW = "io.ambientprober.flow..";
    private static final String RELEASE = "io.ambientprober.release..";
    private static final String CONCURRENT = "io.ambientprober.concurrent..";
    private static final String ATTEST = "io.ambientprober.attest..";
    private static final String[] CORE = {
        INPUT,
        CONCURRENT,
        RELEASE,
        WIRE,
        CANARY,
        HANDSHAKE,
        PLAN,
        STATEMENT,
        ENROLLED,
        FLOW,
        EVIDENCE,
        VERDICT,
        REPORT,
        API,
        ATTEST
    };

    @ArchTest
    static final ArchRule WIRE_KNOWS_NO_OTHER_PACKAGE = knowsOnly(WIRE, WIRE);

    @ArchTest
    static final ArchRule INPUT_KNOWS_NO_OTHER_PACKAGE = knowsOnly(INPUT, INPUT);

    @ArchTest
    static final ArchRule RELEASE_KNOWS_NO_OTHER_PACKAGE = knowsOnly(RELEASE, RELEASE);

    @ArchTest
    static final ArchRule CONCURRENT_KNOWS_NO_OTHER_PACKAGE = knowsOnly(CONCURRENT, CONCURRENT);

    @ArchTest
    static final ArchRule PEER_KNOWS_NO_OTHER_PACKAGE = knowsOnly(PEER, PEER);

    @ArchTest
    static final ArchRule CANARY_RESTS_ON_WIRE = knowsOnly(CANARY, CANARY, WIRE);

    @ArchTest
    static final ArchRule PLAN_RESTS_ON_WIRE_AND_CANARY = knowsOnly(PLAN, PLAN, WIRE, CANARY);

    @ArchTest
    static final ArchRule HANDSHAKE_RESTS_ON_PLAN = knowsOnly(HANDSHAKE, HANDSHAKE, PLAN);

    @ArchTest
    static final ArchRule STATEMENT_RESTS_ON_PLAN = knowsOnly(STATEMENT, STATEMENT, PLAN);

    @ArchTest
    static final ArchRule ENROLLED_RESTS_ON_HANDSHAKE_AND_STATEMENT =
            knowsOnly(ENROLLED, ENROLLED, HANDSHAKE, STATEMENT, PLAN, WIRE);

    @ArchTest
    static final ArchRule FLOW_RESTS_ON_WIRE_AND_ENROLLED = knowsOnly(FLOW, FLOW, ENROLLED, PLAN, WIRE);

    @ArchTest
    static final ArchRule EVIDENCE_RESTS_ON_WIRE_AND_STATEMENT =
            knowsOnly(EVIDENCE, EVIDENCE, FLOW, ENROLLED, STATEMENT, WIRE, CANARY, PLAN, CONCURRENT);

    @ArchTest
    static final ArchRule VERDICT_RESTS_ON_EVIDENCE =
            knowsOnly(VERDICT, VERDICT, EVIDENCE, FLOW, ENROLLED, HANDSHAKE, STATEMENT, PLAN, CANARY, WIRE);

    @ArchTest
    static final ArchRule REPORTS_REST_ON_VERDICTS = knowsOnly(
            REPORT_MODEL,
            REPORT_MODEL,
            VERDICT,
            EVIDENCE,
            FLOW,
            ENROLLED,
            STATEMENT,
            PLAN,
            CANARY,
            WIRE,
            INPUT,
            RELEASE);

    @ArchTest
    static final ArchRule TEXT_KNOWS_NO_OTHER_FORMAT = knowsNoOtherFormat(REPORT_TEXT);

    @ArchTest
    static final ArchRule HTML_KNOWS_NO_OTHER_FORMAT = knowsNoOtherFormat(REPORT_HTML);

    @ArchTest
    static final ArchRule EXPORT_KNOWS_NO_OTHER_FORMAT = knowsNoOtherFormat(REPORT_EXPORT);

    /** What was judged is signed as it is, in no format for people. */
    @ArchTest
    static final ArchRule ATTEST_RESTS_ON_REPORTS =
            knowsOnly(ATTEST, ATTEST, REPORT_MODEL, VERDICT, EVIDENCE, STATEMENT, PLAN, CANARY);

    /** What controller and agent say to each other: an agent judges nothing. */
    @ArchTest
    static final ArchRule API_KNOWS_NO_VERDICT = knowsOnly(API, API, EVIDENCE, FLOW, ENROLLED, HANDSHAKE, PLAN, WIRE);

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("io.ambientprober.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_CLUSTER_OR_CONSOLE_LIBRARY = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.fabric8..", "io.vertx..", "picocli.."))
            .allowEmptyShould(true);

    /** An address is a value; to look up a name is not, nor is whatever opens a socket. */
    @ArchTest
    static final ArchRule CORE_KNOWS_NO_NETWORK = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net..", "javax.net..")
                    .and(not(nameMatching("java\\.net\\.(Inet[46]?Address|UnknownHostException)"))))
            .orShould()
            .callMethodWhere(target(name("getByName").or(name("getAllByName")).or(name("getLocalHost")))
                    .and(target(owner(assignableTo(InetAddress.class)))))
            .orShould()
            .dependOnClassesThat(
                    nameMatching("java\\.nio\\.channels\\.(Asynchronous)?(Server)?(Socket|Datagram)Channel"))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.time..").and(simpleName("Clock")))
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_CONSOLE = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "console")
            .orShould()
            .callMethodWhere(target(name("printStackTrace")))
            .allowEmptyShould(true);

    private static ArchRule knowsNoOtherFormat(String format) {
        return knowsOnly(
                format, format, REPORT_MODEL, VERDICT, EVIDENCE, FLOW, STATEMENT, PLAN, CANARY, WIRE, INPUT, RELEASE);
    }

    private static ArchRule knowsOnly(String layer, String... below) {
        return noClasses()
                .that()
                .resideInAPackage(layer)
                .should()
                .dependOnClassesThat(resideInAPackage(PROJECT).and(not(resideInAnyPackage(below))))
                .allowEmptyShould(true);
    }
}
