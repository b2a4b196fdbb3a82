package io.ambientprober.cluster.causes;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A block of addresses with gaps, as policies have it. */
record AddressBlock(Cidr cidr, List<Cidr> except) {
    AddressBlock {
        except = List.copyOf(except);
    }

    /** From an object with {@code cidr} and {@code except}. */
    static AddressBlock of(Tree block) throws MalformedException {
        List<Cidr> except = new ArrayList<>();
        for (Tree gap : block.at("except").items()) {
            except.add(Cidr.of(gap));
        }
        return new AddressBlock(Cidr.of(block.at("cidr")), except);
    }

    boolean contains(InetAddress address) {
        return cidr.contains(address) && except.stream().noneMatch(gap -> gap.contains(address));
    }
}
