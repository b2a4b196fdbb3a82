package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.Report;
import java.util.List;

/** How far the verdict reaches, and how somebody else gets to it. */
final class HtmlClaim {
    private static final List<String> PROVES = List.of(
            "PASS of a path: every byte captured on the HBONE port between its client and its server is TLS, those bytes account for"
                    + " every byte of the canary in both directions, its token was nowhere in the clear, nothing was dropped, and the"
                    + " same captures read a deliberately unmeshed control in the clear.",
            "FAIL of a path: what is listed with it was found on the wire. Configuration never makes a verdict.",
            "PASS of a pod: its HBONE port refused a stranger and showed the pod's own certificate, signed by the mesh. PASS of a flow:"
                    + " nothing but HBONE was seen between these workloads while it was counted, and nobody lost a packet.",
            "INCONCLUSIVE: nothing was proved, neither way. It is not a PASS.");
    private static final List<String> PROVES_NOT = List.of(
            "Other pods, other traffic, other times. Redirection is lost in operation: repeat the probe.",
            "Who the peers are: TLS 1.3 hides certificates from captures. Only the active check of the HBONE port, where a path"
                    + " lists it, and what was asked of pods, say that.",
            "The stretch between application and ztunnel inside a pod, which is in the clear by design; what lies behind an east-west"
                    + " gateway; UDP, DNS and kubelet probes.");

    private HtmlClaim() {}

    static void write(Report report, Markup html) {
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "What this proves, and what it does not");
                            list(PROVES, html);
                            html.line().element("h3", "It says nothing about");
                            list(PROVES_NOT, html);
                            again(report, html);
                        },
                        "id",
                        "claim");
    }

    private static void list(List<String> sentences, Markup html) {
        html.line()
                .element("ul", () -> sentences.forEach(sentence -> html.line().element("li", sentence)));
    }

    private static void again(Report report, Markup html) {
        html.line().element("h3", "To run it again");
        String command = report.provenance().command();
        if (command.isEmpty()) {
            html.line().element("p", "The command was not recorded.");
        } else {
            command(command, html);
        }
        html.line().element("h3", "To judge the same evidence again, on any machine, without a cluster");
        html.line()
                .element(
                        "p",
                        "In the folder that holds plan.json and the captures (with --evidence, every run keeps one):");
        command("sha256sum --check SHA256SUMS", html);
        command("prober analyze --plan plan.json", html);
    }

    private static void command(String command, Markup html) {
        html.line().element("pre", () -> html.element("code", command));
    }
}
