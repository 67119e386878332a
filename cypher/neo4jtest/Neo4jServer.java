import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * One Neo4j that serves Bolt on a loopback port until its standard input ends. So it goes when the process that started
 * it goes, however that ends.
 *
 * Arguments: HOME PORT keep|delete PAGE_CACHE_MB. The environment variable NEO4JTEST_PASSWORD turns authentication on and is the
 * password of the user neo4j in a new HOME.
 */
public class Neo4jServer {
  public static void main(String[] args) {
    try {
      serve(Path.of(args[0]), Integer.parseInt(args[1]), args[2].equals("delete"), Long.parseLong(args[3]), System.getenv("NEO4JTEST_PASSWORD"));
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void serve(Path home, int port, boolean delete, long pageCache, String password) throws IOException {
    boolean fresh = Files.notExists(home.resolve("data"));
    Duration replan = Boolean.getBoolean("neo4jtest.brief") ? Duration.ofHours(1) : Duration.ofSeconds(10);
    SocketAddress address = new SocketAddress("127.0.0.1", port);
    DatabaseManagementService dbms = new DatabaseManagementServiceBuilder(home)
        .setConfig(BoltConnector.enabled, true)
        .setConfig(BoltConnector.listen_address, address)
        .setConfig(BoltConnector.advertised_address, address)
        .setConfig(GraphDatabaseSettings.pagecache_memory, pageCache * 1024 * 1024)
        .setConfig(GraphDatabaseSettings.auth_enabled, password != null)
        .setConfig(GraphDatabaseSettings.cypher_min_replan_interval, replan)
        .setConfig(GraphDatabaseSettings.shutdown_transaction_end_timeout, Duration.ZERO)
        .build();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      dbms.shutdown();
      if (delete) {
        deleteTree(home);
      }
    }));
    if (password != null && fresh) {
      dbms.database(GraphDatabaseSettings.SYSTEM_DATABASE_NAME).executeTransactionally(
          "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
    }
    System.out.println("READY " + port);
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  private static void deleteTree(Path root) {
    try (var paths = Files.walk(root)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("cannot delete " + root + ": " + e);
    }
  }
}
