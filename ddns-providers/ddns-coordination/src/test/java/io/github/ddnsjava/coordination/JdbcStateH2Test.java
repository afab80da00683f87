package io.github.ddnsjava.coordination;

/** The state over H2. */
class JdbcStateH2Test extends JdbcStateCases {
    private static final TestDatabase DATABASE = TestDatabase.h2("state");

    @Override
    TestDatabase database() {
        return DATABASE;
    }
}
