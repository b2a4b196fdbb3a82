import io.ambientprober.run.Coverage;
import io.ambientprober.run.Site.Way;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses the pairs of nodes of a cluster, once in a JVM that has just begun, and prints how many paths there are and the milliseconds. */
final class Planning {
    private Planning() {}

    static void main(String[] args) {
        List<String> nodes = IntStream.range(0, Integer.parseInt(args[0]))
                .mapToObj("node-%04d"::formatted)
                .toList();
        long start = System.nanoTime();
        int paths = Coverage.ring(nodes, EnumSet.allOf(Way.class), true).routes().size();
        System.out.printf("%d paths chosen in %.1f ms%n", paths, (System.nanoTime() - start) / 1e6);
    }
}
