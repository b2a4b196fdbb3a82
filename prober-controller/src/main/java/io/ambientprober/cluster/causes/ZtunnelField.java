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
            return Truth.of(fits(value, attempt.client().namespace()));
        }
    },
    /** Of an identity in whatever trust domain. */
    PRINCIPAL {
        @Override
        Truth matches(String value, Attempt attempt, String namespace) {
            if (value.startsWith("*")) {
                return ofSuffix(value.substring(1), attempt.principal());
            }
            int slash = value.indexOf('/');
            boolean open = value.endsWith("*");
            return slash < 0 ? Truth.of(open) : Truth.of(fits(value.substring(slash), attempt.principal()));
        }

        private static Truth ofSuffix(String suffix, String principal) {
            return principal.endsWith(suffix) ? Truth.YES : suffix.endsWith(principal) ? Truth.UNKNOWN : Truth.NO;
        }
    },
    /** By name in the policy's namespace, or in another's by {@code namespace/name}; not by pattern. */
    SERVICE_ACCOUNT {
        @Override
        Truth matches(String value, Attempt attempt, String namespace) {
            String account = value.contains("/") ? value : namespace + "/" + value;
            return Truth.of(account.equals(
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
