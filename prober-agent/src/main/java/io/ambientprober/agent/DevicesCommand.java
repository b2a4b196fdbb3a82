package io.ambientprober.agent;

import io.ambientprober.agent.cli.AgentExit;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists what a capture here would see. */
@Command(name = "devices", description = "List the network devices of this node.", mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {
    @Override
    public Integer call() throws SocketException {
        List<NetworkInterface> devices = NetworkInterface.networkInterfaces()
                .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                .toList();
        for (NetworkInterface device : devices) {
            System.out.printf(
                    "%4d  %-16s %-5s %s%n",
                    device.getIndex(), device.getName(), device.isUp() ? "up" : "down", addresses(device));
        }
        return AgentExit.OK;
    }

    private static String addresses(NetworkInterface device) {
        return device.getInterfaceAddresses().stream()
                .map(InterfaceAddress::getAddress)
                .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                .collect(Collectors.joining(" "));
    }
}
