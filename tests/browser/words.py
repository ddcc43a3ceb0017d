"""What people read on the screen, by which tests find it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Those of widget and console, in one language."""

    language: str
    name: str
    email: str
    phone: str
    message: str
    start: str
    write: str
    send: str
    conversation: str
    close_panel: str
    menu: str
    end: str
    closed: str
    again: str
    gone: str
    reconnecting: str
    listeners_late: str
    offline: str
    not_sent: str
    try_now: str
    sending: str
    sent: str
    read: str
    unread: str
    several: str
    typing: str
    password: str
    sign_in: str
    sessions: str
    close_session: str
    create_admin: str
    save_all: str
    save_guest: str


EN = Words(
    language="en",
    name="Name",
    email="Email",
    phone="WhatsApp number (optional)",
    message="Message (optional)",
    start="Start chat",
    write="Write a message",
    send="Send",
    conversation="Conversation",
    close_panel="Close chat window",
    menu="Menu",
    end="End chat",
    closed="This chat is closed",
    again="Start a new chat",
    gone="This chat is no longer available",
    reconnecting="Reconnecting …",
    listeners_late="Others hear of messages late just now. Nothing is lost; the command livechat doctor says why",
    offline="You are offline. Messages go out when you are back",
    not_sent="Not sent yet",
    try_now="Try now",
    sending="Sending",
    sent="Sent",
    read="Read",
    unread="{} unread",
    several="{} new messages",
    typing="{} is typing",
    password="Password",
    sign_in="Sign in",
    sessions="Chat sessions",
    close_session="Close session",
    create_admin="Create admin",
    save_all="Save all chats",
    save_guest="Save all chats of this address",
)

ID = Words(
    language="id",
    name="Nama",
    email="Email",
    phone="No. WhatsApp (opsional)",
    message="Pesan (opsional)",
    start="Mulai Chat",
    write="Tulis pesan",
    send="Kirim",
    conversation="Percakapan",
    close_panel="Tutup jendela chat",
    menu="Menu",
    end="Akhiri chat",
    closed="Chat ini sudah ditutup",
    again="Mulai chat baru",
    gone="Chat ini tidak tersedia lagi",
    reconnecting="Menghubungkan kembali …",
    listeners_late="Saat ini pesan terlambat sampai ke yang lain. Tidak ada yang hilang; perintah livechat doctor menjelaskan sebabnya",
    offline="Anda sedang offline. Pesan terkirim saat tersambung lagi",
    not_sent="Belum terkirim",
    try_now="Coba sekarang",
    sending="Mengirim",
    sent="Terkirim",
    read="Dibaca",
    unread="{} belum dibaca",
    several="{} pesan baru",
    typing="{} sedang mengetik",
    password="Kata sandi",
    sign_in="Masuk",
    sessions="Sesi chat",
    close_session="Tutup sesi",
    create_admin="Buat admin",
    save_all="Simpan semua chat",
    save_guest="Simpan semua chat dari alamat ini",
)

IN = {words.language: words for words in (EN, ID)}
