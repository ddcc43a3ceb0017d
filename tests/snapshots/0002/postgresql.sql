SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.admin_logins (
    token_hash bytea NOT NULL,
    admin_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL
);
CREATE TABLE public.admins (
    id bigint NOT NULL,
    admin_id character varying(36) NOT NULL,
    email character varying(254) NOT NULL,
    email_key text NOT NULL,
    name character varying(100) NOT NULL,
    password_hash character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    second_factor json
);
CREATE SEQUENCE public.admins_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.admins_id_seq OWNED BY public.admins.id;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.chat_messages (
    id bigint NOT NULL,
    chat_session_id bigint NOT NULL,
    message text NOT NULL,
    sender_type character varying(10) NOT NULL,
    sender_name character varying(100) NOT NULL,
    is_read boolean NOT NULL,
    metadata json NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    message_id character varying(36) NOT NULL,
    seq integer NOT NULL,
    kind character varying(20) NOT NULL,
    attachments json NOT NULL
);
CREATE SEQUENCE public.chat_messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.chat_messages_id_seq OWNED BY public.chat_messages.id;
CREATE TABLE public.chat_sessions (
    id bigint NOT NULL,
    session_id character varying(36) NOT NULL,
    guest_name character varying(100) NOT NULL,
    guest_email character varying(254) NOT NULL,
    guest_phone character varying(16),
    status character varying(10) NOT NULL,
    last_activity_at timestamp with time zone NOT NULL,
    metadata json NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    secret_hash bytea NOT NULL,
    next_seq integer NOT NULL,
    guest_last_read_seq integer NOT NULL,
    admin_last_read_seq integer NOT NULL,
    written_by_guest integer NOT NULL,
    written_by_admin integer NOT NULL,
    read_by_guest integer NOT NULL,
    read_by_admin integer NOT NULL,
    topic character varying(100),
    locale character varying(35),
    request_id character varying(36),
    closed_at timestamp with time zone,
    closed_by character varying(10),
    search_text text NOT NULL
);
CREATE SEQUENCE public.chat_sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.chat_sessions_id_seq OWNED BY public.chat_sessions.id;
CREATE TABLE public.installation (
    name character varying(40) NOT NULL,
    value text NOT NULL
);
CREATE TABLE public.outbox (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    event text NOT NULL,
    due_at timestamp with time zone
);
CREATE SEQUENCE public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;
ALTER TABLE ONLY public.admins ALTER COLUMN id SET DEFAULT nextval('public.admins_id_seq'::regclass);
ALTER TABLE ONLY public.chat_messages ALTER COLUMN id SET DEFAULT nextval('public.chat_messages_id_seq'::regclass);
ALTER TABLE ONLY public.chat_sessions ALTER COLUMN id SET DEFAULT nextval('public.chat_sessions_id_seq'::regclass);
ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);
INSERT INTO public.admin_logins VALUES ('\x5eec0dc419aa8337bf725f026fda9c78c1cb1c642eeaff9d6e1112f37783e942', 1, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00');
INSERT INTO public.admins VALUES (1, 'b538d8a5-7752-4564-a45f-37b4cacbafdf', 'ana@example.com', 'ana@example.com', 'Ana', 'hash', '2026-03-01 12:00:12.000003+00', '{"key":"OCY7OYRJRN26KTADHJMWG2SCEWVKQUTY","confirmed":true,"last_step":7,"recovery_hashes":["7272727272727272727272727272727272727272727272727272727272727272"]}');
INSERT INTO public.alembic_version VALUES ('0002');
INSERT INTO public.chat_messages VALUES (2, 1, 'two
lines', 'admin', 'Ana', false, '{}', '2026-03-01 12:00:07.000003+00', '2026-03-01 12:00:07.000003+00', 'ee69e2d3-92bc-4b8a-8acd-76d51aa83b7c', 2, 'text', '[]');
INSERT INTO public.chat_messages VALUES (1, 1, 'Halo 👍', 'guest', 'Émile 👍', true, '{}', '2026-03-01 12:00:00+00', '2026-03-01 12:00:00+00', 'f6cf52e4-cf2b-4376-b545-765c87aa7b47', 1, 'text', '[]');
INSERT INTO public.chat_sessions VALUES (1, 'fa13e231-04c9-498f-9fbb-b365118e6654', 'Émile 👍', 'sari@example.com', '+6281234567890', 'active', '2026-03-01 12:00:07.000003+00', '{"cart":[1,"é"]}', '2026-03-01 12:00:00+00', '2026-03-01 12:00:07.000003+00', '\x70b1f762298b75e54c033a59636a4225aaa85278edb72bda82b2377016ddf7a7', 3, 0, 1, 1, 1, 0, 1, 'delivery', NULL, NULL, NULL, NULL, 'émile 👍
sari@example.com');
INSERT INTO public.chat_sessions VALUES (2, '300826f2-93db-4f6f-86b5-0143faf17c6d', 'Sari', 'sari@example.com', NULL, 'closed', '2026-03-01 12:00:12.000003+00', '{}', '2026-03-01 12:00:12.000003+00', '2026-03-01 12:00:12.000003+00', '\x70b1f762298b75e54c033a59636a4225aaa85278edb72bda82b2377016ddf7a7', 1, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, '2026-03-01 12:00:12.000003+00', 'admin', 'sari
sari@example.com');
INSERT INTO public.installation VALUES ('epoch', '5ad04912');
INSERT INTO public.installation VALUES ('app_id', 'long enough for a test');
INSERT INTO public.installation VALUES ('app_key', 'long enough for a test');
INSERT INTO public.installation VALUES ('app_secret', 'long enough for a test');
INSERT INTO public.outbox VALUES (1, 'SessionStarted', '{"session_id":"fa13e231-04c9-498f-9fbb-b365118e6654","guest_name":"Émile 👍","topic":"delivery","started_at":"2026-03-01T12:00:00Z"}', '2026-03-01 12:00:00+00');
INSERT INTO public.outbox VALUES (2, 'MessageSent', '{"message":{"id":"f6cf52e4-cf2b-4376-b545-765c87aa7b47","session_id":"fa13e231-04c9-498f-9fbb-b365118e6654","seq":1,"body":"Halo 👍","sender_type":"guest","sender_name":"Émile 👍","created_at":"2026-03-01T12:00:00Z","updated_at":"2026-03-01T12:00:00Z","kind":"text","is_read":false,"attachments":[],"metadata":{}}}', '2026-03-01 12:00:00+00');
INSERT INTO public.outbox VALUES (3, 'MessageSent', '{"message":{"id":"ee69e2d3-92bc-4b8a-8acd-76d51aa83b7c","session_id":"fa13e231-04c9-498f-9fbb-b365118e6654","seq":2,"body":"two\nlines","sender_type":"admin","sender_name":"Ana","created_at":"2026-03-01T12:00:07.000003Z","updated_at":"2026-03-01T12:00:07.000003Z","kind":"text","is_read":false,"attachments":[],"metadata":{}}}', '2026-03-01 12:00:07.000003+00');
INSERT INTO public.outbox VALUES (4, 'MessagesRead', '{"session_id":"fa13e231-04c9-498f-9fbb-b365118e6654","reader":"admin","up_to_seq":1}', '2026-03-01 12:00:07.000003+00');
INSERT INTO public.outbox VALUES (5, 'SessionStarted', '{"session_id":"300826f2-93db-4f6f-86b5-0143faf17c6d","guest_name":"Sari","topic":null,"started_at":"2026-03-01T12:00:12.000003Z"}', '2026-03-01 12:00:12.000003+00');
INSERT INTO public.outbox VALUES (6, 'SessionClosed', '{"session_id":"300826f2-93db-4f6f-86b5-0143faf17c6d","closed_by":"admin","closed_seq":0,"closed_at":"2026-03-01T12:00:12.000003Z"}', '2026-03-01 12:00:12.000003+00');
SELECT pg_catalog.setval('public.admins_id_seq', 1, true);
SELECT pg_catalog.setval('public.chat_messages_id_seq', 2, true);
SELECT pg_catalog.setval('public.chat_sessions_id_seq', 2, true);
SELECT pg_catalog.setval('public.outbox_id_seq', 6, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.admin_logins
    ADD CONSTRAINT pk_admin_logins PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.admins
    ADD CONSTRAINT pk_admins PRIMARY KEY (id);
ALTER TABLE ONLY public.chat_messages
    ADD CONSTRAINT pk_chat_messages PRIMARY KEY (id);
ALTER TABLE ONLY public.chat_sessions
    ADD CONSTRAINT pk_chat_sessions PRIMARY KEY (id);
ALTER TABLE ONLY public.installation
    ADD CONSTRAINT pk_installation PRIMARY KEY (name);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);
ALTER TABLE ONLY public.admins
    ADD CONSTRAINT uq_admins_admin_id UNIQUE (admin_id);
ALTER TABLE ONLY public.admins
    ADD CONSTRAINT uq_admins_email_key UNIQUE (email_key);
ALTER TABLE ONLY public.chat_messages
    ADD CONSTRAINT uq_chat_messages_chat_session_id_message_id UNIQUE (chat_session_id, message_id);
ALTER TABLE ONLY public.chat_messages
    ADD CONSTRAINT uq_chat_messages_chat_session_id_seq UNIQUE (chat_session_id, seq);
ALTER TABLE ONLY public.chat_sessions
    ADD CONSTRAINT uq_chat_sessions_request_id UNIQUE (request_id);
ALTER TABLE ONLY public.chat_sessions
    ADD CONSTRAINT uq_chat_sessions_session_id UNIQUE (session_id);
CREATE INDEX ix_admin_logins_admin_id ON public.admin_logins USING btree (admin_id);
CREATE INDEX ix_chat_messages_created_at ON public.chat_messages USING btree (created_at);
CREATE INDEX ix_chat_sessions_created_at ON public.chat_sessions USING btree (created_at);
CREATE INDEX ix_chat_sessions_last_activity_at_session_id ON public.chat_sessions USING btree (last_activity_at, session_id);
CREATE INDEX ix_chat_sessions_status_last_activity_at_session_id ON public.chat_sessions USING btree (status, last_activity_at, session_id);
CREATE INDEX ix_outbox_due_at ON public.outbox USING btree (due_at);
ALTER TABLE ONLY public.admin_logins
    ADD CONSTRAINT fk_admin_logins_admin_id FOREIGN KEY (admin_id) REFERENCES public.admins(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.chat_messages
    ADD CONSTRAINT fk_chat_messages_chat_session_id FOREIGN KEY (chat_session_id) REFERENCES public.chat_sessions(id);
