package io.ambientprober.lab.net;

import io.ambientprober.wire.IpAddress;

/** Who has which address. All lie in namespaces of the lab, so they can be the same in every lab. */
final class AddressPlan {
    static final String UNDERLAY_V4 = "/24";
    static final String UNDERLAY_V6 = "/64";

    private AddressPlan() {}

    static IpAddress nodeV4(int node) {
        return IpAddress.parse("172.30.0." + (10 + node));
    }

    static IpAddress nodeV6(int node) {
        return IpAddress.parse("fd00:172:30::" + (10 + node));
    }

    static String podsV4(int node) {
        return "10." + (100 + node) + ".0.0/16";
    }

    static String podsV6(int node) {
        return "fd00:10:" + (100 + node) + "::/64";
    }

    static IpAddress podV4(int node, int pod) {
        return IpAddress.parse("10." + (100 + node) + "." + (pod >> 8) + "." + (pod & 0xFF));
    }

    static IpAddress podV6(int node, int pod) {
        return IpAddress.parse("fd00:10:" + (100 + node) + "::" + Integer.toHexString(pod));
    }

    static IpAddress serviceV4(int service) {
        return IpAddress.parse("10.96." + (service >> 8) + "." + (service & 0xFF));
    }

    static IpAddress serviceV6(int service) {
        return IpAddress.parse("fd00:10:96::" + Integer.toHexString(service));
    }
}
