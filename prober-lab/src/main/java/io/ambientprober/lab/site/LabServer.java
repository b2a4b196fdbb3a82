package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.run.Site.ServerOrder;

/** A server of a lab. */
record LabServer(ServerOrder order, Pod pod, LabProcess process) {}
