package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.input.Printable;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.report.model.PathWords;
import io.ambientprober.report.model.Report.PathReport;
import java.util.ArrayList;
import java.util.List;

/** A path drawn from its client down to its server, with what was seen at the tap of each node. */
final class PathDrawing {
    private static final int WIDTH = 340;
    private static final int WIRE = 34;
    private static final int POD_HEIGHT = 40;
    private static final int TAP_HEIGHT = 46;
    private static final int MARGIN = 8;
    private static final int GAP = 22;
    private static final int MAX_LETTERS = 44;

    private final PathReport path;
    private final Markup svg;
    private final List<Runnable> drawings = new ArrayList<>();
    private int y = MARGIN;

    private PathDrawing(PathReport path, Markup svg) {
        this.path = path;
        this.svg = svg;
    }

    static void write(PathReport path, Markup html) {
        PathDrawing drawing = new PathDrawing(path, html);
        drawing.layOut();
        html.element(
                "svg",
                () -> drawing.drawings.forEach(Runnable::run),
                "viewBox",
                "0 0 " + WIDTH + " " + drawing.y,
                "role",
                "img",
                "aria-label",
                "from client to server, with what was seen at each tap");
    }

    private void layOut() {
        ProbePath planned = path.verdict().path();
        String from = planned.client().node();
        String to = planned.server().node();
        TapView source = TapView.of(path, from);
        TapView destination = TapView.of(path, to);
        String client = planned.client().namespace() + "/" + planned.client().pod();
        String server = planned.server().namespace() + "/" + planned.server().pod();
        if (from.equals(to)) {
            int top = node("node " + from);
            pod(client, "client");
            tap(source);
            pod(server, "server");
            frame(top);
            return;
        }
        int top = node("node " + from);
        pod(client, "client");
        tap(source);
        frame(top);
        between(planned, source, destination);
        top = node("node " + to);
        tap(destination);
        pod(server, "server");
        frame(top);
    }

    /** The frame of a node is drawn before what stands in it, and is as high as that turns out. */
    private int node(String title) {
        int top = y;
        drawings.add(() -> text(WIDTH - MARGIN * 2, top + 17, "faint node-name", title));
        y += GAP;
        return top;
    }

    private void frame(int top) {
        int bottom = y;
        drawings.addFirst(() -> rectangle("node", MARGIN / 2, top, WIDTH - MARGIN, bottom - top));
        y += MARGIN / 2;
    }

    private void pod(String name, String role) {
        int top = y;
        drawings.add(() -> rectangle("pod", MARGIN * 2, top, WIDTH - MARGIN * 4, POD_HEIGHT));
        drawings.add(() -> text(MARGIN * 3, top + 16, "pod-name", name));
        drawings.add(() -> text(MARGIN * 3, top + 33, "faint", role));
        y += POD_HEIGHT + MARGIN;
    }

    private void tap(TapView view) {
        int top = y - MARGIN;
        int middle = top + TAP_HEIGHT / 2;
        wire(view, top, top + TAP_HEIGHT);
        drawings.add(() -> svg.empty(
                "circle",
                "class",
                "tap " + stroke(view.sight()),
                "cx",
                String.valueOf(WIRE),
                "cy",
                String.valueOf(middle),
                "r",
                "7"));
        boolean lost = !view.loss().isEmpty();
        drawings.add(() -> text(WIRE + 16, middle + (lost ? -3 : 4), fill(view.sight()), view.words()));
        if (lost) {
            drawings.add(() -> text(WIRE + 16, middle + 13, "t-lost", view.loss()));
        }
        y = top + TAP_HEIGHT;
    }

    private void between(ProbePath planned, TapView source, TapView destination) {
        TapView worst = source.sight().compareTo(destination.sight()) >= 0 ? source : destination;
        int top = y - MARGIN / 2;
        wire(worst, top, top + GAP + MARGIN / 2);
        Waypoint waypoint = planned.waypoint();
        if (waypoint != null) {
            String words = "waypoint " + PathWords.list(waypoint.ips());
            drawings.add(() -> text(WIRE + 16, top + 16, "faint", words));
        }
        y += GAP;
        wire(destination, y, y + GAP);
    }

    private void wire(TapView view, int from, int to) {
        drawings.add(() -> svg.empty(
                "line",
                "class",
                "wire " + stroke(view.sight()),
                "x1",
                String.valueOf(WIRE),
                "y1",
                String.valueOf(from),
                "x2",
                String.valueOf(WIRE),
                "y2",
                String.valueOf(to)));
    }

    private String stroke(TapView.Sight sight) {
        return "s-" + look(sight);
    }

    private String fill(TapView.Sight sight) {
        return "t-" + look(sight);
    }

    private String look(TapView.Sight sight) {
        return switch (sight) {
            case NOTHING -> "nothing";
            case TLS -> "tls";
            case OTHER -> "other";
            case CLEAR -> path.verdict().path().expect() == Expectation.PLAINTEXT ? "declared" : "clear";
        };
    }

    private void rectangle(String css, int x, int top, int width, int height) {
        svg.empty(
                "rect",
                "class",
                css,
                "x",
                String.valueOf(x),
                "y",
                String.valueOf(top),
                "width",
                String.valueOf(width),
                "height",
                String.valueOf(height),
                "rx",
                "5");
    }

    private void text(int x, int baseline, String css, String words) {
        String shown = Printable.of(words);
        svg.element(
                "text",
                shown.length() <= MAX_LETTERS ? shown : shown.substring(0, MAX_LETTERS - 1) + "…",
                "class",
                css,
                "x",
                String.valueOf(x),
                "y",
                String.valueOf(baseline));
    }
}
