"""SQLite keeps every promise of the ports, on a real file."""

from tests.contracts.figures import FiguresContract
from tests.contracts.outbox import OutboxContract
from tests.contracts.people import AdminsContract, InstallationContract
from tests.contracts.queries import ChatQueriesContract
from tests.contracts.sessions import ChatSessionsContract


class TestSqlSessions(ChatSessionsContract):
    pass


class TestSqlQueries(ChatQueriesContract, FiguresContract):
    pass


class TestSqlOutbox(OutboxContract):
    pass


class TestSqlAdmins(AdminsContract):
    pass


class TestSqlInstallation(InstallationContract):
    pass
