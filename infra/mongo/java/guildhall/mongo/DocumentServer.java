package guildhall.mongo;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts mongo-java-server with its memory backend on the loopback address.
 *
 * Arguments: port (0 = any free one), file for the heap's use. Prints "document database ready on 127.0.0.1:PORT".
 * Exit code 2: bad arguments, 3: the heap is full (the JVM's own ExitOnOutOfMemoryError), 4: the port cannot be opened.
 */
public final class DocumentServer {

    /** Current drivers refuse wire versions below 9; the server's own newest version announces 8. */
    private enum Announced implements MongoVersion {
        MONGO_5_0_WIRE_13;

        @Override
        public List<Integer> getVersionArray() {
            return List.of(5, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 13;
        }
    }

    private static final long HEAP_REPORT_SECONDS = 2;

    private DocumentServer() {}

    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: DocumentServer PORT HEAP_FILE");
            System.exit(2);
        }
        int port = Integer.parseInt(arguments[0]);
        MongoServer server = new MongoServer(new MemoryBackend().version(Announced.MONGO_5_0_WIRE_13));
        try {
            server.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (RuntimeException unavailable) {
            System.err.println("port " + port + " cannot be opened: " + unavailable.getMessage());
            System.exit(4);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        reportHeap(Path.of(arguments[1]));
        System.out.println("document database ready on 127.0.0.1:" + server.getLocalAddress().getPort());
    }

    private static void reportHeap(Path file) {
        var timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heap-report");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleAtFixedRate(() -> writeHeap(file), 0, HEAP_REPORT_SECONDS, TimeUnit.SECONDS);
    }

    /** Written beside and renamed, so that a reader never sees half a file. */
    private static void writeHeap(Path file) {
        MemoryUsage now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        String report = String.format(
            "{\"usedBytes\":%d,\"keptBytes\":%d,\"maxBytes\":%d}%n", now.getUsed(), keptAfterCollection(), now.getMax());
        try {
            Files.writeString(draft, report);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            System.err.println("heap report cannot be written: " + unwritable.getMessage());
        }
    }

    /** What survived the last collections: the documents themselves, without the garbage of requests. */
    private static long keptAfterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
            .map(MemoryPoolMXBean::getCollectionUsage)
            .filter(usage -> usage != null)
            .mapToLong(MemoryUsage::getUsed)
            .sum();
    }
}
