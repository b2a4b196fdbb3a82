package io.ambientprober.cli;

import io.ambientprober.plan.PlanByHand;
import io.ambientprober.plan.PlanByHand.Pair;
import io.ambientprober.plan.ProbePath.Service;
import java.nio.file.Path;

/** What is left to do before a plan can be judged (docs/by-hand.md), as a shell takes it: as it stands, and the rest as comments. */
record SendingByHand(PlanByHand plan, Path file, String command) {
    private static final String CAPTURE = "tcpdump -i any -s 0 -w FILE";

    String text() {
        String judge = "prober analyze --plan " + ShellCommand.quoted(file.toString());
        if (plan.pair().delivered() != null) {
            return "# " + file + " is written. To judge it:\n\n" + judge + "\n";
        }
        StringBuilder text = new StringBuilder("# " + file
                + " is written, for canaries that are still to be sent: captures without them prove nothing.\n");
        if (plan.control() == null) {
            text.append(
                    "# Without --control-client and --control-server nothing can pass: nobody knows whether these captures would show plaintext.\n");
        }
        step(
                text,
                "1. On each node, until some seconds after the last canary, as the kernel passes packets on late:",
                CAPTURE);
        servers(text);
        step(text, "3. In the client's pod; it prints how many answers came whole:", client(plan.pair()));
        if (plan.control() != null) {
            step(text, "   In that of the control's client:", client(plan.control()));
        }
        step(text, "4. With these numbers, and with those of dropped packets that tcpdump says at its end:", again());
        step(text, "5. To judge it:", judge);
        return text.toString();
    }

    private void servers(StringBuilder text) {
        String server = server(plan.pair());
        Pair control = plan.control();
        if (control == null) {
            step(text, "2. In the server's pod:", server);
        } else if (server(control).equals(server)) {
            step(text, "2. In the server's pod, and in that of the control's server:", server);
        } else {
            step(text, "2. In the server's pod:", server);
            step(text, "   In that of the control's server:", server(control));
        }
    }

    private String again() {
        String each = plan.control() == null ? "N" : "N,N";
        String key = command.contains(plan.run()) ? "" : " --run " + plan.run();
        return command + key + " --delivered " + each + " --dropped " + (plan.serverTap() == null ? "N" : "N,N");
    }

    private static void step(StringBuilder text, String what, String how) {
        text.append("\n# ").append(what).append("\n\n").append(how.strip()).append('\n');
    }

    /** Answers with the client's token, turned into the server's. An HTTPServer would first ask a DNS server who it is. */
    private static String server(Pair pair) {
        boolean v4 = pair.server().isV4();
        return """
                python3 -c '
                import http.server as h, socket, socketserver as t
                class S(h.BaseHTTPRequestHandler):
                  protocol_version = "HTTP/1.1"
                  def do_POST(s):
                    b = s.rfile.read(int(s.headers["Content-Length"])).replace(b"C\\n", b"S\\n")
                    s.send_response(200); s.send_header("Content-Length", len(b)); s.end_headers(); s.wfile.write(b)
                t.ThreadingTCPServer.address_family = socket.%s
                t.ThreadingTCPServer(("%s", %d), S).serve_forever()'
                """.formatted(v4 ? "AF_INET" : "AF_INET6", v4 ? "" : "::", pair.port());
    }

    /** Of answers, those are counted that came whole. */
    private String client(Pair pair) {
        Service service = pair.service();
        String target = service == null
                ? pair.server().withPort(pair.port())
                : service.ips().getFirst().withPort(service.port());
        return """
                i=0; while [ $i -lt %1$d ]; do n=$(printf %%08x $i); i=$((i+1))
                  yes AP1-%2$s-%3$s-${n}C | head -c %4$d | curl -gs -o /dev/null -m 30 -w '%%{http_code} %%{size_download}\\n' \\
                    -H 'Connection: close' --data-binary @- http://%5$s/canary/%3$s/$n
                done | grep -c '^200 %4$d$'
                """.formatted(
                        plan.canary().connections(),
                        plan.run(),
                        pair.id(),
                        plan.canary().requestBytes(),
                        target);
    }
}
