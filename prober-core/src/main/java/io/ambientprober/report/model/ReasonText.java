package io.ambientprober.report.model;

import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.PolicyReason;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.ServicePathReason;

/** A reason in one sentence, and where it is explained in full. */
public final class ReasonText {
    private ReasonText() {}

    public static String help(Reason reason) {
        return "docs/checks.md#" + reason.code();
    }

    /** Which of the questions it answers. */
    public static String question(Reason reason) {
        return switch (reason) {
            case EncryptionReason e -> "encryption";
            case ServicePathReason s -> "service path";
            case PolicyReason p -> "policy";
            case PodReason p -> "pod";
            case FlowReason f -> "flow";
        };
    }

    public static String sentence(Reason reason) {
        return switch (reason) {
            case EncryptionReason encryption -> encryption(encryption);
            case ServicePathReason servicePath -> servicePath(servicePath);
            case PolicyReason policy -> policy(policy);
            case PodReason pod -> pod(pod);
            case FlowReason flow -> flow(flow);
        };
    }

    private static String encryption(EncryptionReason reason) {
        return switch (reason) {
            case PLAINTEXT_EXPECTED -> "The canary was read in the clear, as declared.";
            case EXPECTED_PLAINTEXT_UNSEEN -> "The canary should have been read in the clear, and was not.";
            case PLAINTEXT_REJECTED -> "The canary was sent in the clear; the destination refused it.";
            case PLAINTEXT_MASKED ->
                "The canary crossed the wire in the clear; L4 policy still holds at the destination and hides it.";
            case PLAINTEXT -> "The canary crossed the wire in the clear.";
            case NOT_TLS -> "What went to or came from the HBONE port is not TLS.";
            case WEAK_TLS -> "The HBONE port chose a TLS version or a cipher suite that does not protect.";
            case NOT_MUTUAL -> "The HBONE port did not ask its client for a certificate.";
            case REFUSED_BY_POLICY -> "No canary was answered, and a policy of the client's pod may be why.";
            case HBONE_REFUSED -> "The HBONE port of the server refused the connection or never answered.";
            case NOT_DELIVERED -> "No canary was answered; nothing was read in the clear.";
            case NOT_HBONE -> "What carried the canary, or was offered on the HBONE port, is not HBONE.";
            case DROPPED -> "A capture that this path needs lost packets or is empty.";
            case CONTROL_UNSEEN -> "On a node of this path no capture read the control in the clear.";
            case NO_OUTCOME -> "No report of the client counts, so what the mesh delivered is unknown.";
            case UNSEEN -> "The canary was delivered, but no HBONE connection of this client was captured.";
            case UNACCOUNTED -> "The TLS bytes captured do not account for every byte of the canary.";
            case HBONE -> "Every byte captured on the HBONE port is TLS, and accounts for the canary.";
        };
    }

    private static String servicePath(ServicePathReason reason) {
        return switch (reason) {
            case POD_IP -> "The client dialled a pod, not a Service.";
            case NOT_IN_MESH -> "A side of this path is not in the mesh.";
            case NOT_ENCRYPTED -> "Encryption failed, which leaves nothing to say of the Service.";
            case WAYPOINT -> "The canary went through the Service's waypoint.";
            case WAYPOINT_BYPASSED -> "The Service has a waypoint, and the canary went past it.";
            case SERVICE -> "The Service's own address was dialled to the end, so the mesh could see the Service.";
            case SERVICE_LOST -> "The address was rewritten to a pod's before the mesh could see the Service.";
            case NO_WITNESS -> "Nothing shows whether the mesh saw the Service.";
        };
    }

    private static String pod(PodReason reason) {
        return switch (reason) {
            case LEAVING -> "The pod is being deleted or has ended.";
            case STARTING -> "The pod is younger than ten seconds, or its annotation does not say enabled yet.";
            case SIDECAR -> "The pod has a sidecar, which answers for it.";
            case CLOCKS_APART -> "Whether its certificate is valid depends on which clock is right.";
            case NOT_SWEPT, UNTOLD -> "Its HBONE port was not asked, or it could not be told who answers.";
            case HBONE_REFUSED -> "Its HBONE port refuses, or does not answer.";
            case NOT_TLS -> "What answers on its HBONE port is not TLS.";
            case WEAK_TLS -> "Its HBONE port chose a TLS version or a cipher suite that does not protect.";
            case NOT_MUTUAL -> "Its HBONE port accepts a client without a certificate.";
            case FOREIGN_AUTHORITY -> "The certificate on its HBONE port is not signed by the mesh's authority.";
            case NO_ROOT -> "The mesh's root could not be read, so its certificate could not be checked.";
            case FOREIGN_IDENTITY -> "The certificate on its HBONE port is that of another identity.";
            case EXPIRED -> "The certificate on its HBONE port is outside its validity.";
            case EXPIRING -> "The certificate on its HBONE port is about to expire.";
            case MESH_DISAGREES -> "Its HBONE port is as it should be, but ztunnel does not list the pod so.";
            case HBONE -> "Its HBONE port speaks mutual TLS with the pod's own identity.";
        };
    }

    private static String flow(FlowReason reason) {
        return switch (reason) {
            case DECLARED -> "The server declares that it takes what comes past HBONE.";
            case UNCLEAR_IDENTITY -> "An address changed its pod, or a pod was not enrolled throughout.";
            case PAST_HBONE -> "Payload went from one enrolled pod to another past HBONE.";
            case DROPPED -> "The count lost packets, or did not see all of one of the pods.";
            case HBONE -> "Nothing but HBONE was seen.";
        };
    }

    private static String policy(PolicyReason reason) {
        return switch (reason) {
            case NOT_TRIED -> "The policy ports were not tried, or the encryption verdict leaves nothing to compare.";
            case NOT_ENFORCED -> "A port that policy denies was reached.";
            case NO_IDENTITY -> "A port that is open to the client's mTLS identity was not reached.";
            case MASKING -> "The policy holds although the wire is clear: it hides the loss of encryption.";
            case ENFORCED -> "The policy ports that were tried behaved as the policies say.";
        };
    }
}
