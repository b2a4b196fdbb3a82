package io.ambientprober.verdict;

import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.LegAccount.Sum;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Tap;
import java.util.List;

/** A judge that does not look at one of the things that a PASS rests on: it is shown as being in order. */
enum Blindness {
    GAPS,
    BALANCE,
    OTHERS,
    CONTROL,
    DROPS;

    /** What such a judge takes the evidence for. */
    PathEvidence shown(PathEvidence evidence) {
        return switch (this) {
            case GAPS, BALANCE, OTHERS -> with(evidence, accounts(evidence), evidence.controls(), evidence.needed());
            case CONTROL ->
                with(
                        evidence,
                        evidence.accounts(),
                        evidence.controls().stream()
                                .map(check -> new ControlCheck(check.node(), check.family(), true))
                                .toList(),
                        evidence.needed());
            case DROPS ->
                with(
                        evidence,
                        evidence.accounts(),
                        evidence.controls(),
                        evidence.needed().stream().map(Blindness::whole).toList());
        };
    }

    private List<LegAccount> accounts(PathEvidence evidence) {
        return evidence.accounts().stream()
                .map(account -> new LegAccount(account.leg(), shown(account.request()), shown(account.response())))
                .toList();
    }

    private Sum shown(Sum sum) {
        return new Sum(
                sum.nodes(),
                sum.delivered(),
                this == BALANCE ? Math.max(sum.captured(), sum.delivered()) : sum.captured(),
                sum.smallest(),
                this == OTHERS ? 0 : sum.others(),
                this == GAPS ? List.of() : sum.gaps());
    }

    private static PathEvidence with(
            PathEvidence evidence, List<LegAccount> accounts, List<ControlCheck> controls, List<TapCheck> needed) {
        return new PathEvidence(
                evidence.clear(),
                evidence.loopback(),
                evidence.direct(),
                evidence.toWaypoint(),
                evidence.fromWaypoint(),
                evidence.bare(),
                accounts,
                evidence.directSurplus(),
                controls,
                needed,
                evidence.nodeEncryption());
    }

    private static TapCheck whole(TapCheck check) {
        Tap tap = check.tap();
        return new TapCheck(
                new Tap(tap.id(), tap.node(), tap.files().getFirst(), tap.link(), 1, 0, 0),
                new TapReading(tap.id(), 1, 60, 0, 0, 0, List.of(), List.of()));
    }
}
