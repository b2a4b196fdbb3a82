package io.ambientprober.evidence;

import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import java.util.List;

/**
 * What one side of the paths between some pods put on the wire, set against the canaries that were delivered: each direction on the node of
 * the pod that sent it, or, of what a waypoint sent, on that of the pod at the other end.
 *
 * @param leg for example {@code client to server}
 */
public record LegAccount(String leg, Sum request, Sum response) {

    /**
     * One direction.
     *
     * @param nodes whose captures were counted
     * @param delivered canary bytes that the clients of all paths on these connections saw delivered
     * @param captured TLS application data, without what is certainly no canary's
     * @param smallest bytes of the smallest canary among these paths
     * @param others the most that anything but those canaries may take up of {@code captured}
     * @param gaps what was not captured, or cannot be told
     */
    public record Sum(List<String> nodes, long delivered, long captured, long smallest, long others, List<Gap> gaps) {
        public Sum {
            nodes = List.copyOf(nodes);
            gaps = List.copyOf(gaps);
        }

        /** Every byte is there, and if one canary were not, the rest would not do. */
        public boolean balances() {
            return gaps.isEmpty() && captured >= delivered && noticesOneMissing();
        }

        public boolean noticesOneMissing() {
            return smallest > others;
        }
    }

    /**
     * What keeps one direction of a connection from being accounted.
     *
     * @param bytes how many are concerned; 0 where that is not known
     */
    public record Gap(
            Kind kind,
            String node,
            IpAddress client,
            int clientPort,
            IpAddress server,
            int serverPort,
            Direction direction,
            long bytes) {
        /** Why. */
        public enum Kind {
            MISSING("sent and not captured"),
            STRAY("before the first that was examined"),
            CONTRADICTED("two copies of the same bytes differ"),
            UNALIGNED("in which no TLS record was found"),
            NOT_TLS("other than TLS, which nobody is known to have received: perhaps forged"),
            HELLO_UNSEEN("its beginning was captured, and not both hellos"),
            OVERHEAD_UNKNOWN("a cipher suite whose records say not how much they hold");

            private final String words;

            Kind(String words) {
                this.words = words;
            }

            /** What goes behind the number of bytes, where that is known. */
            public String words() {
                return words;
            }
        }
    }

    public Sum sum(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> request;
            case SERVER_TO_CLIENT -> response;
        };
    }

    public boolean balances() {
        return request.balances() && response.balances();
    }
}
