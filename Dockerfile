FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY . .
# The widget and the console are built with a Node from PyPI; then livechat is installed from locked, hashed lists.
RUN python3 dev.py setup \
    && python3 -m venv /opt/livechat \
    && /opt/livechat/bin/pip install --no-cache-dir --require-hashes -r requirements/serve.txt \
    && /opt/livechat/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home livechat \
    && install -d -o livechat -m 0700 /data
COPY --from=build /opt/livechat /opt/livechat
ENV PATH=/opt/livechat/bin:$PATH \
    LIVECHAT_DATA_DIR=/data \
    LIVECHAT_LOG_FORMAT=json \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["livechat"]
CMD ["serve", "--host", "0.0.0.0"]
