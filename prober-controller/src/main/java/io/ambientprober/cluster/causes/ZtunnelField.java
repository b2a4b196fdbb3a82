package io.ambientprober.cluster.causes;

import java.util.List;

/** What ztunnel compares of a connection (istio/ztunnel master of August 2026, src/rbac.rs, RbacMatch). */
enum ZtunnelField {
    PORT {
        @Override
        boolean isValid(String value) {
            return value.matches("[0-9]{1,9}") && Integer.parseInt(value) <= 0xFFFF;
        }

        @Override
        Truth matches(String value, Attempt attempt, String namespace) {
            return Truth.of(Integer.parseInt(value) == attempt.port());
        }
    },
    NAMESPACE {
        @Override
        Truth matches(String value, Attempt attempt, String namespace) {
            return identity(value, attempt, fits(value, attempt.client().namespace()));
        }
    },
    /** Of an identity in whatever trust domain. */
    PRINCIPAL {
        @Override
        Truth matches(String value, Attempt attempt, String namespace) {
            int namespaces = value.indexOf("/ns/");
            if (namespaces < 0) {
                return identity(value, attempt, fits(withoutDomain(value), attempt.principal()));
            }
            boolean isPath = value.substring(0, namespaces).contains("/");
            return attempt.isFrom(!isPath && fits(value.substring(namespaces), attempt.principal()));
        }

        private static String withoutDomain(String value) {
            int slash = value.indexOf('/');
            if (value.startsWith("*") || slash < 0 && !value.endsWith("*")) {
                return value;
            }
            return slash < 0 ? "*" : value.substring(slash);
        }
    },
    /** By name in the policy's namespace, or in another's by {@code namespace/name}; not by pattern. */
    SERVICE_ACCOUNT {
        @Override
        Truth matches(String value, Attempt attempt, String namespace) {
            String account = value.contains("/") ? value : namespace + "/" + value;
            return attempt.isFrom(account.equals(
                    attempt.client().namespace() + "/" + attempt.client().serviceAccount()));
        }
    },
    /** Pods have none before the run. */
    ADDRESS {
        @Override
        boolean isValid(String value) {
            return Cidr.parsed(value).isPresent();
        }

        @Override
        Truth matches(String value, Attempt attempt, String namespace) {
            return Truth.UNKNOWN;
        }
    };

    /** Values that are not are left out by istiod. */
    boolean isValid(String value) {
        return true;
    }

    /** @param namespace of the policy */
    abstract Truth matches(String value, Attempt attempt, String namespace);

    Truth any(List<String> values, Attempt attempt, String namespace) {
        return values.stream().map(value -> matches(value, attempt, namespace)).reduce(Truth.NO, Truth::or);
    }

    /** One star alone is anyone who has an identity, a waypoint as well. */
    private static Truth identity(String value, Attempt attempt, boolean fits) {
        return value.equals("*") ? Truth.YES : attempt.isFrom(fits);
    }

    /** All with one star, a suffix behind it, a prefix before it, else the whole. */
    private static boolean fits(String pattern, String value) {
        if (pattern.startsWith("*")) {
            return value.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*")
                ? value.startsWith(pattern.substring(0, pattern.length() - 1))
                : value.equals(pattern);
    }
}
