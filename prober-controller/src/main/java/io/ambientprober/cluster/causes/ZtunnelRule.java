package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.ZtunnelMatch.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule as istiod translates it for ztunnel (istio/istio master of August 2026, pilot/pkg/serviceregistry/ambient/authorization.go,
 * handleRule).
 *
 * @param clauses of each, one match must hold; no clause at all matches everything
 * @param http what it asks for that ztunnel is not told
 */
record ZtunnelRule(List<List<ZtunnelMatch>> clauses, Set<String> http) {
    private static final List<Listed> OPERATION = List.of(new Listed(ZtunnelField.PORT, "ports", "notPorts"));
    private static final List<String> HTTP_OPERATION =
            List.of("hosts", "notHosts", "methods", "notMethods", "paths", "notPaths");
    private static final List<Listed> SOURCE = List.of(
            new Listed(ZtunnelField.ADDRESS, "ipBlocks", "notIpBlocks"),
            new Listed(ZtunnelField.NAMESPACE, "namespaces", "notNamespaces"),
            new Listed(ZtunnelField.SERVICE_ACCOUNT, "serviceAccounts", "notServiceAccounts"),
            new Listed(ZtunnelField.PRINCIPAL, "principals", "notPrincipals"));
    private static final List<String> HTTP_SOURCE =
            List.of("remoteIpBlocks", "notRemoteIpBlocks", "requestPrincipals", "notRequestPrincipals");
    private static final Map<String, ZtunnelField> CONDITIONS = Map.of(
            "source.ip", ZtunnelField.ADDRESS,
            "source.namespace", ZtunnelField.NAMESPACE,
            "source.principal", ZtunnelField.PRINCIPAL,
            "destination.ip", ZtunnelField.ADDRESS,
            "destination.port", ZtunnelField.PORT);

    ZtunnelRule {
        clauses = clauses.stream().map(List::copyOf).toList();
        http = Set.copyOf(http);
    }

    static ZtunnelRule of(Tree rule) throws MalformedException {
        Set<String> http = new TreeSet<>();
        List<List<ZtunnelMatch>> clauses = new ArrayList<>();
        clauses.add(clause(rule.at("to"), "operation", OPERATION));
        clauses.add(clause(rule.at("from"), "source", SOURCE));
        clauses.removeIf(List::isEmpty);
        http.addAll(http(rule.at("to"), "operation", HTTP_OPERATION));
        http.addAll(http(rule.at("from"), "source", HTTP_SOURCE));
        for (Tree when : rule.at("when").items()) {
            String key = String.valueOf(when.at("key").text());
            ZtunnelField field = CONDITIONS.get(key);
            if (field == null) {
                http.add(key);
            }
            clauses.add(List.of(
                    field == null
                            ? new ZtunnelMatch(List.of())
                            : ZtunnelMatch.of(when, List.of(new Listed(field, "values", "notValues")))));
        }
        return new ZtunnelRule(clauses, http);
    }

    Truth holds(Attempt attempt, String namespace) {
        return clauses.stream()
                .map(clause -> clause.stream()
                        .map(match -> match.holds(attempt, namespace))
                        .reduce(Truth.NO, Truth::or))
                .reduce(Truth.YES, Truth::and);
    }

    /** Whether there is no connection at all that it could match. */
    boolean matchesNothing() {
        return clauses.stream().anyMatch(clause -> clause.stream().allMatch(ZtunnelMatch::isEmpty));
    }

    private static List<ZtunnelMatch> clause(Tree entries, String name, List<Listed> fields) throws MalformedException {
        List<ZtunnelMatch> matches = new ArrayList<>();
        for (Tree entry : entries.items()) {
            matches.add(ZtunnelMatch.of(entry.at(name), fields));
        }
        return matches;
    }

    private static Set<String> http(Tree entries, String name, List<String> fields) throws MalformedException {
        Set<String> found = new TreeSet<>();
        for (Tree entry : entries.items()) {
            for (String field : fields) {
                if (!entry.at(name).at(field).items().isEmpty()) {
                    found.add(field);
                }
            }
        }
        return found;
    }
}
