package org.lyceum.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.platform.StartupException;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseUrlTest {
    @Test
    void theUsualFormOfAPostgresUrlIsRead() {
        PGSimpleDataSource source = DatabaseUrl.postgres("postgres://lyceum:p%40ss+w%2Frd@db.example.org:5433/house");

        assertThat(source.getServerNames()).containsExactly("db.example.org");
        assertThat(source.getPortNumbers()).containsExactly(5433);
        assertThat(source.getDatabaseName()).isEqualTo("house");
        assertThat(source.getUser()).isEqualTo("lyceum");
        assertThat(source.getPassword()).isEqualTo("p@ss+w/rd");
    }

    @Test
    void parametersAndJdbcsOwnFormAreReadToo() {
        assertThat(DatabaseUrl.postgres("postgresql://db/house?sslmode=require").getSslMode())
                .isEqualTo("require");
        assertThat(DatabaseUrl.postgres("jdbc:postgresql://db/house?user=me").getUser())
                .isEqualTo("me");
    }

    @Test
    void whatIsNoPostgresUrlIsRefusedWithoutRepeatingIt() {
        for (String wrong : List.of(
                "mysql://me:hunter2@db/x", "postgresql://me:hunter2@/x", "postgres://me:hunter2@db/ x", "hunter2")) {
            assertThatThrownBy(() -> DatabaseUrl.postgres(wrong))
                    .as(wrong)
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("setting db")
                    .hasMessageNotContaining("hunter2");
        }
    }
}
