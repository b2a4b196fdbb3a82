package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRuleBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line is a rule of a Role, and a right that it gives or does not give (kubernetes.io, "Using RBAC Authorization"). */
class NamespaceRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "create,get | ''     | pods        | -    | create || pods                   | true",
                "get        | ''     | pods        | -    | create || pods                   | false",
                "*          | ''     | pods        | -    | create || pods                   | true",
                "get        | apps   | pods        | -    | get    || pods                   | false",
                "get        | *      | *           | -    | get    |apps| daemonsets         | true",
                "get        | ''     | pods        | -    | get    || pods/log               | false",
                "get        | ''     | pods/log    | -    | get    || pods                   | false",
                "get        | ''     | pods/log    | -    | get    || pods/log               | true",
                "get        | ''     | */log       | -    | get    || pods/log               | true",
                "get        | ''     | */log       | -    | get    || pods                   | false",
                "get        | ''     | */log       | -    | create || pods/portforward       | false",
                "get        | ''     | *           | -    | get    || pods/log               | true",
                "get        | ''     | secrets     | mine | get    || secrets:mine           | true",
                "get        | ''     | secrets     | mine | get    || secrets:yours          | false",
                "get        | ''     | secrets     | mine | get    || secrets                | false",
                "get        | ''     | secrets     | -    | get    || secrets:mine           | true",
                "get        | -      | pods        | -    | get    || pods                   | false",
            })
    void ruleGivesRight(
            String verbs,
            String groups,
            String resources,
            String names,
            String verb,
            String group,
            String resource,
            boolean given) {
        ResourceRule rule = new ResourceRuleBuilder()
                .withVerbs(verbs.split(","))
                .withApiGroups(groups == null ? null : List.of(groups))
                .withResources(resources)
                .withResourceNames(names == null ? null : List.of(names))
                .build();
        Right right = new Right(verb, group == null ? "" : group, resource, "probe");

        assertThat(new NamespaceRules(List.of(rule)).show(right)).isEqualTo(given);
    }

    @Test
    void withoutRulesNothingIsShown() {
        assertThat(new NamespaceRules(List.of()).show(new Right("get", "", "pods", "probe")))
                .isFalse();
    }
}
