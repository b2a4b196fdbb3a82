package io.ambientprober.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One report to write.
 *
 * @param where a file, a folder or a URL, as the format needs; may be empty for {@link ReportFormat#SONOBUOY}
 */
record ReportTarget(ReportFormat format, String where) {

    /** The file that it becomes, for comparison; null when it becomes none, or none that keeps what is written to it. */
    @Nullable
    Path file() {
        if (format == ReportFormat.PUSHGATEWAY || format == ReportFormat.SONOBUOY) {
            return null;
        }
        Path file = Path.of(where).toAbsolutePath().normalize();
        return Files.exists(file) && !Files.isRegularFile(file) ? null : file;
    }

    /** Reads {@code format=where}. */
    static final class Converter implements ITypeConverter<ReportTarget> {
        @Override
        public ReportTarget convert(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            String where = equals < 0 ? "" : text.substring(equals + 1);
            ReportFormat format = Arrays.stream(ReportFormat.values())
                    .filter(candidate -> name(candidate).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + name + "' is none of " + names()));
            if (where.isEmpty() && format != ReportFormat.SONOBUOY) {
                throw new TypeConversionException("'" + name + "' needs '" + name + "=" + format.where() + "'");
            }
            if (format == ReportFormat.PUSHGATEWAY) {
                requireUrl(where);
            }
            return new ReportTarget(format, where);
        }

        /** A secret in an argument can be read by every process of the machine, and would be in the report's command. */
        private static void requireUrl(String where) {
            try {
                URI url = URI.create(where);
                boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
                if (http
                        && url.getHost() != null
                        && url.getRawUserInfo() == null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null) {
                    return;
                }
            } catch (IllegalArgumentException e) {
                // Falls through to the same complaint.
            }
            throw new TypeConversionException(
                    "pushgateway needs the http or https URL of a Pushgateway, without user, password, query and fragment;"
                            + " credentials are read from the file of " + ReportFiles.CREDENTIALS);
        }

        private static String names() {
            return Arrays.stream(ReportFormat.values()).map(Converter::name).collect(Collectors.joining(", "));
        }

        private static String name(ReportFormat format) {
            return format.name().toLowerCase(Locale.ROOT);
        }
    }
}
