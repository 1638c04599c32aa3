"""Thunderbird with a profile of its own: IMAP, SMTP, a calendar tied to the identity; Danish, as installed here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from interop.marionette import Marionette
from interop.postoffice import PASSWORD, PostOffice
from interop.processes import Programs, free_port, listens, output, until
from interop.screen import Screen

CALENDAR = "5d6f7e8a-0000-4000-8000-000000000001"
QUIET: Mapping[str, object] = {
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "extensions.update.enabled": False,
    "mail.inappnotifications.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mail.warn_on_send_accel_key": False,
    # Every mail on a line of its own, the newest first, so that none hides in a folded thread.
    "mailnews.default_view_flags": 0,
    "mailnews.default_sort_order": 2,
    "mailnews.start_page.enabled": False,
    "mailnews.start_page_override.mstone": "ignore",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    # A proxy that is not there: whatever is not on this machine is not reached.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "remote.prefs.recommended": False,
}


def version() -> str:
    """Return what Thunderbird calls itself."""
    return output("thunderbird", "--version").splitlines()[-1].removeprefix("Mozilla ").strip()


def profile(office: PostOffice, name: str, address: str, calendar: Mapping[str, object], eyes: int) -> str:
    """Return the user.js of somebody with one mailbox and one calendar; *eyes* is Marionette's port."""
    server, identity, sending = "mail.server.server1.", "mail.identity.id1.", "mail.smtpserver.smtp1."
    book = f"calendar.registry.{CALENDAR}."
    known: dict[str, object] = {
        **QUIET,
        "intl.locale.requested": "da",
        "marionette.port": eyes,
        "mail.accountmanager.accounts": "account1",
        "mail.accountmanager.defaultaccount": "account1",
        "mail.account.account1.identities": "id1",
        "mail.account.account1.server": "server1",
        f"{server}type": "imap",
        f"{server}hostname": "127.0.0.1",
        f"{server}port": office.imap,
        f"{server}socketType": 0,
        f"{server}authMethod": 3,
        f"{server}userName": address,
        f"{server}name": address,
        f"{server}login_at_startup": True,
        f"{server}check_new_mail": True,
        f"{server}check_time": 1,
        f"{identity}fullName": name,
        f"{identity}useremail": address,
        f"{identity}smtpServer": "smtp1",
        f"{identity}valid": True,
        f"{identity}fcc_folder": f"imap://{quote(address, safe='')}@127.0.0.1/Sent",
        f"{identity}fcc_folder_picker_mode": "0",
        "mail.smtpservers": "smtp1",
        "mail.smtp.defaultserver": "smtp1",
        f"{sending}hostname": "127.0.0.1",
        f"{sending}port": office.smtp,
        f"{sending}try_ssl": 0,
        f"{sending}authMethod": 1,
        f"{book}calendar-main-in-composite": True,
        f"{book}imip.identity.key": "id1",
        **{f"{book}{key}": value for key, value in calendar.items()},
        "calendar.list.sortOrder": CALENDAR,
    }
    return "".join(f'user_pref("{key}", {json.dumps(value)});\n' for key, value in known.items())


LOCAL_CALENDAR: Mapping[str, object] = {
    "type": "storage", "uri": "moz-storage-calendar://", "name": "Kalender", "disabled": False,
}  # fmt: skip

# What is shown is asked for inside; where it lies on the screen comes back, so that a hand can go there.
_PLACE = """
const place = (e) => {
  e.scrollIntoView?.({block: "nearest"});
  const box = e.getBoundingClientRect(), view = e.ownerDocument.defaultView;
  if (!box.width || !box.height) return null;
  return [view.mozInnerScreenX + box.x + box.width / 2, view.mozInnerScreenY + box.y + box.height / 2];
};
const main = Services.wm.getMostRecentWindow("mail:3pane");
const pane = main.document.getElementById("tabmail").currentAbout3Pane;
const shown = main.document.getElementById("tabmail").currentAboutMessage;
"""
_ROW = (
    _PLACE
    + """
const rows = [...pane.document.querySelectorAll("#threadTree [is^=thread-]")];
const row = rows.find(e => e.textContent.includes(arguments[0]));
return row ? place(row.querySelector(".subject, .thread-card-subject, td.subjectcol-column") ?? row) : null;
"""
)
_TITLE = _PLACE + "return shown?.document.getElementById('expandedsubjectBox')?.textContent ?? ''"
_BUTTON = _PLACE + "const e = shown.document.getElementById(arguments[0]); return e ? place(e) : null"
_BAR = (
    _PLACE
    + """
const bar = shown.document.getElementById("imip-bar");
return bar && !bar.collapsed ? (bar.label || bar.shadowRoot?.textContent || bar.textContent).trim() : "";
"""
)


_READY = (
    _PLACE
    + """
const view = Services.wm.getMostRecentWindow("msgcompose");
const body = view?.GetCurrentEditor?.()?.document?.body;
return !!body?.querySelector(".moz-cite-prefix, blockquote") || !!body?.textContent.includes("skrev");
"""
)
_PLANNED = """
const {cal} = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const found = [];
return (async () => {
  for (const book of cal.manager.getCalendars()) {
    const items = await book.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
    for (const one of items) {
      found.push([one.title, one.startDate.getInTimezone(cal.dtz.UTC).icalString, one.status ?? ""].join(" | "));
    }
  }
  return found;
})();
"""
_KEEP = """
const [origin, realm, name, word] = arguments;
const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
login.init(origin, null, realm, name, word, "", "");
return Services.logins.addLoginAsync(login).then(() => true);
"""
_TEXT_ABOVE = """
Services.prefs.setBoolPref("mail.identity.id1.compose_html", false);
Services.prefs.setIntPref("mail.identity.id1.reply_on_top", 1);
return true;
"""
_INBOX = (
    _PLACE
    + """
const row = pane?.document.querySelector("#folderTree li[data-folder-type=inbox] .name");
return row ? place(row) : null;
"""
)
_IN_INBOX = _PLACE + "return pane?.gFolder?.getFlag(Ci.nsMsgFolderFlags.Inbox) ?? false"


@dataclass
class Thunderbird:
    """The program as one person uses it: what is asked is asked inside, what is done is done by mouse and keys."""

    screen: Screen
    eyes: Marionette

    def goes_to(self, script: str, what: str, *words: object) -> None:
        """Click where *script* says it lies. Raises TooSlow."""
        self.screen.click(*until(lambda: self.eyes.see(script, *words), what))

    def opens(self, subject: str) -> None:
        """Select the newest mail whose subject holds *subject*, and wait until it is shown. Raises TooSlow."""
        self.screen.fill(self.screen.window("Mozilla Thunderbird$"))

        def chosen() -> bool:
            if place := self.eyes.see(_ROW, subject):
                self.screen.click(*place)
            return subject in str(self.eyes.see(_TITLE))

        until(chosen, f"{subject!r} in Thunderbird's list")

    def says(self) -> str:
        """Return what the bar above an invitation says."""
        return str(self.eyes.see(_BAR))

    def presses(self, button: str) -> None:
        """Press a button of that bar, by its name in the program, such as imipAcceptButton. Raises TooSlow."""
        self.goes_to(_BUTTON, f"the button {button}", button)

    def has_button(self, button: str) -> bool:
        return bool(self.eyes.see(_BUTTON, button))

    def replies(self, subject: str, text: str, picture: Path) -> None:
        """Answer a mail as somebody does who has changed no setting: HTML, below what is quoted. Raises TooSlow."""
        self.opens(subject)
        self.screen.press("ctrl+r")
        writing = self.screen.window("^(Skriv|Write):")
        self.screen.focus(writing)
        until(lambda: self.eyes.see(_READY), "the compose window to be ready")
        self.screen.types(text)
        self.screen.picture(picture)
        self.screen.press("ctrl+Return")
        self.screen.gone("^(Skriv|Write):")

    def keeps_password(self, origin: str, realm: str, name: str) -> None:
        """Put a password where the program keeps them, before it asks for it."""
        self.eyes.see(_KEEP, origin, realm, name, PASSWORD)

    def writes_text_above(self) -> None:
        """Change two settings of the identity: plain text, and the answer above what is quoted."""
        self.eyes.see(_TEXT_ABOVE)

    def planned(self) -> list[str]:
        """Return what stands in the profile's calendar: title, start in UTC, and whether it is cancelled."""
        return [str(line) for line in self.eyes.see(_PLANNED)]


def begin(
    programs: Programs, screen: Screen, office: PostOffice, folder: Path, *, name: str, address: str,
    calendar: Mapping[str, object] = LOCAL_CALENDAR,
) -> Thunderbird:  # fmt: skip
    """Start Thunderbird with an empty profile and sign in to the mailbox. Raises TooSlow."""
    folder.mkdir()
    port = free_port()
    (folder / "user.js").write_text(profile(office, name, address, calendar, port))
    programs.start(
        "thunderbird",
        [
            "thunderbird", "--new-instance", "--profile", folder,
            "--marionette", "--remote-allow-system-access",
        ],
        env={**screen.env, "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "Europe/Copenhagen"},
        ready=lambda: listens(port),
    )  # fmt: skip
    password = "(adgangskode|password).*" + address.partition("@")[0]
    screen.focus(screen.window(password))
    screen.types(PASSWORD)
    screen.press("Tab")
    screen.press("space")
    screen.press("Return")
    screen.gone(password)
    program = Thunderbird(screen, Marionette(port))

    def in_inbox() -> bool:
        # While it starts it may choose another folder by itself.
        if not program.eyes.see(_IN_INBOX) and (place := program.eyes.see(_INBOX)):
            screen.click(*place)
        return bool(program.eyes.see(_IN_INBOX))

    until(in_inbox, "the inbox")
    return program


def caldav(url: str) -> Mapping[str, object]:
    """Return a calendar of the profile that lies on a server."""
    return {
        "type": "caldav", "uri": url, "name": "Kalender", "disabled": False, "cache.enabled": True,
        "refreshInterval": 1, "readOnly": False, "username": "lone",
    }  # fmt: skip
