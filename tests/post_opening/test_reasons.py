"""Why a letter did not arrive: what servers write, and the reason that it stands for."""

import pytest

from faelled.post.opening import FailedBecause, open_mail, reason
from tests.post_opening.test_letters import a_mail

NO_MAILBOX, NO_DOMAIN, DISABLED, FULL, TOO_LARGE, REFUSED, AWAY, UNKNOWN = FailedBecause


@pytest.mark.parametrize(
    ("code", "said", "why"),
    [
        ("5.1.1", "", NO_MAILBOX),
        ("5.1.10", "", NO_MAILBOX),
        ("5.1.3", "", NO_MAILBOX),
        ("5.1.2", "", NO_DOMAIN),
        ("5.4.4", "Name service error", NO_DOMAIN),
        ("5.2.1", "smtp; 550 5.2.1 mailbox disabled", DISABLED),
        ("5.2.2", "", FULL),
        ("4.2.2", "", FULL),
        ("5.2.3", "", TOO_LARGE),
        ("5.3.4", "", TOO_LARGE),
        ("5.7.1", "", REFUSED),
        ("5.7.26", "unauthenticated", REFUSED),
        ("4.7.0", "", REFUSED),
        ("5.1.8", "Sender address rejected", REFUSED),  # the sender, not the mailbox
        ("4.4.1", "", AWAY),
        ("4.4.7", "", AWAY),
        ("5.4.7", "", AWAY),
        ("5.4.6", "", UNKNOWN),  # a loop
        ("5.0.0", "", UNKNOWN),
        ("", "", UNKNOWN),
        # a code that says little: the words are asked
        ("5.7.1", "550 5.7.1 user unknown", NO_MAILBOX),
        ("5.4.1", "Recipient address rejected: Access denied", NO_MAILBOX),
        ("5.5.0", "550 domain mismatches client ip", REFUSED),
        ("4.3.0", "Disk quota\n    exceeded", FULL),
        ("5.0.0", "connection timed out", AWAY),
        ("5.0.0", "message too large", TOO_LARGE),
        ("5.0.0", "account has been suspended", DISABLED),
        # no code of its own: the one that the words name
        ("", "552 5.2.2 <lone@familiehuset.example> over quota", FULL),
        ("", "550-5.1.1 The account does not exist", NO_MAILBOX),
        ("", "host 5.2.2.7 said no", UNKNOWN),  # an address, no code
        ("", "Postkassen er desværre fuld", FULL),
        ("", "Adressen findes ikke", NO_MAILBOX),
    ],
)
def test_a_code_or_words_give_a_reason(code, said, why):
    assert reason(code, said) is why


@pytest.mark.parametrize(
    ("subject", "words", "why"),
    [
        ("Undelivered Mail Returned to Sender", "lone@familiehuset.example: over quota", FULL),
        ("Mail delivery failed", "lone@familiehuset.example: user unknown", NO_MAILBOX),
        ("Mail delivery failed", "lone@familiehuset.example: it did not work", UNKNOWN),
        ("Delivery delayed", "lone@familiehuset.example: mailbox full. We keep trying.", None),
        ("Mail delivery", "lone@familiehuset.example: Warning: could not send for 4 hours", None),
    ],
)
def test_a_notice_in_words_alone_is_a_failure_or_only_a_delay(subject, words, why):
    letter = open_mail(a_mail(words, From="MAILER-DAEMON@mx.example", Subject=subject))
    assert letter.failed_because is why
