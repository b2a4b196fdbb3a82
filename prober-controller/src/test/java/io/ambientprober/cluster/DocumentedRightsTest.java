package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of docs/rights.md name every right that the manifests grant, part by part, with what it amounts to. */
final class DocumentedRightsTest {
    private static final Path PAGE = Path.of("..", "docs", "rights.md");
    private static final Pattern PART = Pattern.compile("## .*\\(`(base|components/[a-z-]+)`\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String NARROWED = "●";

    private record Row(Set<Right> rights, String worth) {}

    static List<String> parts() throws IOException {
        return ManifestRights.folders();
    }

    @ParameterizedTest
    @MethodSource("parts")
    void nameEveryRightOfAPart(String part) throws IOException {
        Set<Right> documented = new HashSet<>();
        rows(part).forEach(row -> documented.addAll(row.rights()));

        assertThat(documented).containsExactlyInAnyOrderElementsOf(ManifestRights.granted(part));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void sayWhatEachAmountsTo(String part) throws IOException {
        assertThat(rows(part))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.worth()).isNotBlank());
    }

    /** What makes, changes or deletes is marked as narrowed where a policy of the component is asked, and nowhere else. */
    @Test
    void markWhatTheComponentNarrows() throws IOException {
        AdmissionPolicies policies = AdmissionPolicies.ofComponent();

        for (String part : parts()) {
            assertThat(rows(part))
                    .allSatisfy(row -> assertThat(row.worth().contains(NARROWED))
                            .as(row.toString())
                            .isEqualTo(row.rights().stream().anyMatch(policies::narrow)));
        }
    }

    private static List<Row> rows(String part) throws IOException {
        Map<String, List<Row>> rows = new TreeMap<>();
        String current = "";
        for (String line : Files.readAllLines(PAGE)) {
            Matcher heading = PART.matcher(line);
            if (line.startsWith("## ")) {
                current = heading.matches() ? heading.group(1) : "";
            } else if (line.startsWith("| ") && !line.startsWith("| where") && !line.startsWith("| ---")) {
                String[] cells = line.split("\\|", -1);
                rows.computeIfAbsent(current, _ -> new ArrayList<>()).add(row(cells));
            }
        }
        return rows.getOrDefault(part, List.of());
    }

    /** Every verb on every resource at every place of a row. */
    private static Row row(String[] cells) {
        Set<Right> rights = new HashSet<>();
        for (String place : cells[1].strip().equals("cluster") ? List.of("") : code(cells[1])) {
            for (String resource : code(cells[2])) {
                String[] named = resource.split(":", 2);
                String[] parts = named[0].split("\\.", 2);
                String name = named.length > 1 ? ":" + named[1] : "";
                for (String verb : cells[3].strip().split(", ", -1)) {
                    rights.add(new Right(verb, parts.length > 1 ? parts[1] : "", parts[0] + name, place));
                }
            }
        }
        return new Row(rights, cells[5]);
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }
}
