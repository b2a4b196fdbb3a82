package io.ambientprober.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGINT and SIGTERM: the first one interrupts the run, which then removes what it made and ends; the second ends the process at
 * once. A shutdown hook could not tell them apart, as the JVM swallows the second. {@code sun.misc.Signal} (module jdk.unsupported) is
 * reached by reflection because its mere name is a warning of the compiler that nothing can switch off.
 */
final class Interrupts {
    private static final List<String> SIGNALS = List.of("INT", "TERM");

    private final AtomicBoolean again = new AtomicBoolean();
    private final Thread run;
    private final Terminal terminal;

    private Interrupts(Thread run, Terminal terminal) {
        this.run = run;
        this.terminal = terminal;
    }

    /** From now on, until the process ends. */
    static void interrupt(Thread run, Terminal terminal) {
        Interrupts interrupts = new Interrupts(run, terminal);
        try {
            SIGNALS.forEach(interrupts::handle);
        } catch (IllegalStateException e) {
            // A runtime without the module: a signal then ends the process, and 'prober cleanup' does the rest.
        }
    }

    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler received = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    received(name);
                }
                return null;
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, received));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void received(String signal) {
        if (again.getAndSet(true)) {
            Runtime.getRuntime().halt(ExitCode.INTERNAL);
        }
        terminal.err()
                .println("prober: SIG" + signal
                        + ", cleaning up; once more to end at once and leave that to 'prober cleanup'");
        terminal.err().flush();
        run.interrupt();
    }
}
