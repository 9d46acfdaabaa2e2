package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.kit.HubTest;
import caravan.kit.Names;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class AccountsTests {
    private final Accounts accounts;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String name = Names.unique("ann");

    AccountsTests(Accounts accounts, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.accounts = accounts;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Test
    void wontLeaveTheHubWithoutAnAdmin() {
        accounts.add(name, Role.ADMIN);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("UPDATE account SET disabled = true WHERE name <> :name")
                    .param("name", name)
                    .update();
            assertThatThrownBy(() -> accounts.disable(name))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("is the only admin");
            assertThatThrownBy(() -> accounts.changeRole(name, Role.VIEWER)).isInstanceOf(Refusal.class);
            status.setRollbackOnly();
        });
        accounts.disable(name);
        assertThat(accounts.find(name).orElseThrow().disabled()).isTrue();
    }

    @Test
    void refusesNamesThatAreTakenOrCannotBeTyped() {
        accounts.add(name, Role.VIEWER);
        assertThatThrownBy(() -> accounts.add(" " + name.toUpperCase(Locale.ROOT), Role.VIEWER))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("exists already");
        assertThatThrownBy(() -> accounts.add("a b", Role.VIEWER))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'a b' cannot be used");
    }

    @Test
    void aNewOneTimePasswordReplacesTheOldPassword() {
        Secret first = accounts.add(name, Role.VIEWER);
        Secret second = accounts.resetPassword(name);
        assertThat(accounts.accepts(name, first.reveal())).isFalse();
        assertThat(accounts.accepts(name, second.reveal())).isTrue();
        assertThat(accounts.find(name).orElseThrow().mustChangePassword()).isTrue();
    }
}
