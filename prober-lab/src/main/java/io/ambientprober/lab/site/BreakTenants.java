package io.ambientprober.lab.site;

import io.ambientprober.lab.mesh.Authority;
import io.ambientprober.lab.mesh.Spiffe;
import io.ambientprober.lab.mesh.WorkloadCredentials;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Does to tenants what the traits of a run say, until the run is over. */
final class BreakTenants {
    /** Of a certificate that is valid for a day less than a quarter is left. */
    private static final Duration ALMOST = Authority.VALIDITY.minusHours(4);

    private static final Map<Trait, Work> WORKS = new EnumMap<>(Map.of(
            Trait.TENANT_CLIENT_LOST, tenants -> tenants.loseRules(TenantPods.CLIENT),
            Trait.TENANT_SERVER_LOST, tenants -> tenants.loseRules(TenantPods.SERVER),
            Trait.TENANT_CLIENT_NEVER_ENROLLED, tenants -> tenants.neverEnrol(TenantPods.CLIENT),
            Trait.TENANT_SERVER_REFUSES, tenants -> tenants.abandon(TenantPods.SERVER),
            Trait.TENANT_SERVER_FOREIGN,
                    tenants -> tenants.showIdentity(TenantPods.SERVER, Spiffe.of("default", "somebody")),
            Trait.TENANT_SERVER_EXPIRING, tenants -> tenants.age(TenantPods.SERVER, ALMOST),
            Trait.TENANT_SERVER_EXPIRED, tenants -> tenants.age(TenantPods.SERVER, Authority.VALIDITY.plusHours(1))));

    private interface Work {
        void on(BreakTenants tenants) throws IOException;
    }

    private final LabRun run;
    private final TenantPods whole;
    private final Map<String, TenantPod> pods;

    private BreakTenants(LabRun run, TenantPods whole) {
        this.run = run;
        this.whole = whole;
        pods = new HashMap<>(whole.all());
    }

    /** What they are then, by name. */
    static Map<String, TenantPod> of(LabRun run, TenantPods whole) throws IOException {
        BreakTenants tenants = new BreakTenants(run, whole);
        for (Map.Entry<Trait, Work> work : WORKS.entrySet()) {
            if (run.has(work.getKey())) {
                work.getValue().on(tenants);
            }
        }
        return tenants.pods;
    }

    private TenantPod toRestore(String name) {
        run.undo().add(() -> whole.restore(name));
        return Objects.requireNonNull(pods.get(name), name);
    }

    private void loseRules(String name) throws IOException {
        run.loseRules(toRestore(name).pod());
    }

    private void neverEnrol(String name) throws IOException {
        TenantPod tenant = toRestore(name);
        run.loseRules(tenant.pod());
        run.lab().mesh().forget(List.of(tenant.pod()));
        pods.put(name, tenant.neverEnrolled());
    }

    private void abandon(String name) throws IOException {
        TenantPod tenant = toRestore(name);
        run.loseRules(tenant.pod());
        run.lab().mesh().abandon(tenant.pod());
    }

    private void showIdentity(String name, Spiffe foreign) throws IOException {
        show(toRestore(name), run.lab().mesh().authority().issue(foreign));
    }

    private void age(String name, Duration age) throws IOException {
        TenantPod tenant = toRestore(name);
        show(tenant, run.lab().mesh().authority().issue(tenant.identity(), age));
    }

    /** Everybody still expects who it should be. */
    private void show(TenantPod tenant, WorkloadCredentials credentials) throws IOException {
        run.lab().mesh().enrol(tenant.pod(), TenantPods.served(tenant, credentials), tenant.identity());
    }
}
