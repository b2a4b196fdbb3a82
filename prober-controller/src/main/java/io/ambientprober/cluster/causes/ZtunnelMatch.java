package io.ambientprober.cluster.causes;

import java.util.ArrayList;
import java.util.List;

/** Criteria that must all hold; none at all match nothing (istio/ztunnel, src/rbac.rs, matches). */
record ZtunnelMatch(List<Criterion> criteria) {
    ZtunnelMatch {
        criteria = List.copyOf(criteria);
    }

    /** One of the values, and none of the others; an empty list asks nothing. */
    record Criterion(ZtunnelField field, List<String> values, List<String> others) {
        Truth holds(Attempt attempt, String namespace) {
            Truth one = values.isEmpty() ? Truth.YES : field.any(values, attempt, namespace);
            Truth none = others.isEmpty()
                    ? Truth.YES
                    : field.any(others, attempt, namespace).not();
            return one.and(none);
        }

        boolean asks() {
            return !values.isEmpty() || !others.isEmpty();
        }
    }

    /** From an object, each with the names of its lists. */
    static ZtunnelMatch of(Tree source, List<Listed> fields) throws MalformedException {
        List<Criterion> criteria = new ArrayList<>();
        for (Listed listed : fields) {
            Criterion criterion = new Criterion(
                    listed.field(),
                    valid(source.at(listed.values()), listed.field()),
                    valid(source.at(listed.others()), listed.field()));
            if (criterion.asks()) {
                criteria.add(criterion);
            }
        }
        return new ZtunnelMatch(criteria);
    }

    /** A field, and the keys of what it must be and must not be. */
    record Listed(ZtunnelField field, String values, String others) {}

    Truth holds(Attempt attempt, String namespace) {
        return criteria.isEmpty()
                ? Truth.NO
                : criteria.stream()
                        .map(criterion -> criterion.holds(attempt, namespace))
                        .reduce(Truth.YES, Truth::and);
    }

    boolean isEmpty() {
        return criteria.isEmpty();
    }

    private static List<String> valid(Tree list, ZtunnelField field) throws MalformedException {
        List<String> values = new ArrayList<>();
        for (Tree item : list.items()) {
            String value = String.valueOf(item.text());
            if (field.isValid(value)) {
                values.add(value);
            }
        }
        return values;
    }
}
