package io.ambientprober.cluster;

import io.ambientprober.cluster.Inventory.Item;
import io.ambientprober.cluster.InventoryRow.Life;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what the inventory holds, as much of it at once as may be, and does not wait for it. */
final class MakeInventory {
    private final RunContext context;
    private final Map<PodName, Runnable> begin;

    /** @param begin what is begun as soon as a pod of this name is made */
    MakeInventory(RunContext context, Map<PodName, Runnable> begin) {
        this.context = context;
        this.begin = Map.copyOf(begin);
    }

    Made call(Inventory inventory) throws SiteException {
        Made made = new Made();
        for (List<Item> turn : inventory.turns(context.blueprint())) {
            context.parallel().forEach(turn, item -> {
                HasMetadata object = item.object();
                if (!(object instanceof Pod) || !context.refusals().isBy(namespace(object))) {
                    make(item, object, made);
                }
            });
        }
        return made;
    }

    private static String namespace(HasMetadata object) {
        return object.getMetadata().getNamespace();
    }

    private void make(Item item, HasMetadata object, Made made) throws SiteException {
        try {
            made.add(made(item, object));
        } catch (SiteException e) {
            context.refusals().take(namespace(object), e);
        }
    }

    private HasMetadata made(Item item, HasMetadata object) throws SiteException {
        HasMetadata there = item.row().life() == Life.STANDING ? there(object) : null;
        HasMetadata made = there == null ? context.cluster().create(object) : there;
        if (made instanceof Pod pod) {
            begin.getOrDefault(PodReading.name(pod), () -> {}).run();
        }
        return made;
    }

    private @Nullable HasMetadata there(HasMetadata object) throws SiteException {
        return context.cluster().find(object);
    }
}
