package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import caravan.kit.Names;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class ReplicaStartTests {
    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Accounts accounts;
    private final Audit audit;
    private final TransactionTemplate transaction;

    ReplicaStartTests(
            JdbcClient jdbc,
            Passwords passwords,
            Accounts accounts,
            Audit audit,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.accounts = accounts;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Test
    void everyPasswordPrintedByReplicasThatStartTogetherWorks() throws Exception {
        String name = Names.unique("first");
        FirstAdmin first = new FirstAdmin(name, jdbc, passwords, audit, new SecuritySettings(false, List.of()));
        Callable<Optional<Secret>> start = () -> Optional.ofNullable(
                transaction.execute(status -> first.oneTimePassword().orElseThrow()));
        ExecutorService replicas = Executors.newFixedThreadPool(3);
        try {
            for (Future<Optional<Secret>> printed : replicas.invokeAll(List.of(start, start, start))) {
                assertThat(accounts.accepts(name, printed.get().orElseThrow().reveal()))
                        .isTrue();
            }
        } finally {
            replicas.shutdown();
        }
        assertThat(accounts.all())
                .filteredOn(account -> account.name().equals(name))
                .hasSize(1);

        accounts.noteSignIn(name);
        assertThat(first.oneTimePassword()).isEmpty();
    }
}
