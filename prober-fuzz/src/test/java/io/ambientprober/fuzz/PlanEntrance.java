package io.ambientprober.fuzz;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.SmallScenes;
import io.ambientprober.wire.LinkType;
import java.util.stream.Stream;

/** plan.json: of a user, and what arms an agent. */
final class PlanEntrance implements Entrance {
    private static final int MOST = 40;

    @Override
    public void read(byte[] input) {
        Plan plan;
        try {
            plan = PlanFile.parse("plan", input);
        } catch (PlanFormatException e) {
            Complaint.requireOneLine(e);
            return;
        }
        try {
            Require.same(plan, PlanFile.parse("plan", PlanFile.bytes(plan)), "a plan, and the same written and read");
        } catch (PlanFormatException e) {
            throw new AssertionError("a plan that was written cannot be read", e);
        }
    }

    @Override
    public Stream<byte[]> seeds() {
        return Stream.concat(
                        Stream.of(SmallScenes.healthy(LinkType.ETHERNET)),
                        Scenario.all().stream().limit(MOST).map(Scenario::scene))
                .map(scene -> PlanFile.bytes(scene.plan()));
    }
}
