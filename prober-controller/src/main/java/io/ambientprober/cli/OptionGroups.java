package io.ambientprober.cli;

import java.lang.reflect.Field;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command's help, in groups. A command that has none but its own options and the general ones has one list. */
final class OptionGroups implements IHelpSectionRenderer {
    @Override
    public String render(Help help) {
        List<OptionSpec> options = help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
        Map<HelpHeading, List<OptionSpec>> groups = options.stream()
                .collect(Collectors.groupingBy(
                        OptionGroups::heading, () -> new EnumMap<>(HelpHeading.class), Collectors.toList()));
        if (EnumSet.of(HelpHeading.OWN, HelpHeading.GENERAL).containsAll(groups.keySet())) {
            return under(HelpHeading.OWN, list(options, options, help));
        }
        return groups.entrySet().stream()
                .map(group -> under(group.getKey(), list(group.getValue(), options, help)))
                .collect(Collectors.joining());
    }

    private static String under(HelpHeading heading, String list) {
        return "%n%s:%n".formatted(heading.words()) + list;
    }

    /** Every group has the columns of the whole list. */
    private static String list(List<OptionSpec> group, List<OptionSpec> all, Help help) {
        Layout layout = help.createDefaultLayout(all, List.of(), help.colorScheme());
        layout.addOptions(group, help.parameterLabelRenderer());
        return layout.toString();
    }

    private static HelpHeading heading(OptionSpec option) {
        if (!(option.userObject() instanceof Field field)) {
            return HelpHeading.OWN;
        }
        @Nullable HelpUnder own = field.getAnnotation(HelpUnder.class);
        @Nullable HelpUnder shared = field.getDeclaringClass().getAnnotation(HelpUnder.class);
        if (own != null || shared != null) {
            return (own == null ? shared : own).value();
        }
        boolean standard = !field.getDeclaringClass().getPackage().equals(OptionGroups.class.getPackage());
        return standard ? HelpHeading.GENERAL : HelpHeading.OWN;
    }
}
