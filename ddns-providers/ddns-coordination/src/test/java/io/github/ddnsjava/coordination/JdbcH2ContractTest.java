package io.github.ddnsjava.coordination;

/** The contract over H2. */
class JdbcH2ContractTest implements JdbcContract {
    private static final TestDatabase DATABASE = TestDatabase.h2("contract");

    @Override
    public TestDatabase database() {
        return DATABASE;
    }
}
