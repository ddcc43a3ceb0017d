"""What holds on SQLite in one process holds on other technology: the same tests, another server."""

# ruff: noqa: F401  # pytest finds them here, and runs them on the servers of this folder

from tests.browser.test_connection import (
    test_offline_texts_wait_and_go_out_in_order,
    test_what_the_team_says_meanwhile_is_there_after_coming_back,
)
from tests.browser.test_convergence import test_without_a_socket_messages_arrive_all_the_same
from tests.browser.test_drivers import test_an_answer_comes_over_the_socket
from tests.browser.test_tabs import (
    test_a_second_tab_shows_the_chat_of_the_first,
    test_two_tabs_that_start_at_once_start_one_chat,
    test_what_one_tab_ends_is_ended_in_the_other,
)
from tests.browser.test_talk import test_a_visitor_and_an_admin_talk
from tests.browser.test_typing import (
    meet,
    talk,
    test_each_sees_the_other_type,
    test_tabs_that_share_a_socket_tell_and_see_it_too,
)
