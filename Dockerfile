# Usher, small and without rights: docker build -t usher . (docs/operating.md)
FROM python:3.12-slim AS build
COPY requirements.lock ./
RUN python -m venv /opt/usher
# what is pinned and nothing else; wheels alone, so that no package runs code of its own while it is installed
RUN /opt/usher/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY bot /opt/usher/app/bot
COPY corpus /opt/usher/app/corpus
# compiled, and the shipped corpus read, once and here: the root file system of a container may be read-only
RUN /opt/usher/bin/python -m compileall -q /opt/usher/app
RUN cd /opt/usher/app && XDG_CACHE_HOME=/opt/usher/cache /opt/usher/bin/python -m bot corpus stats

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin usher && install -d -o usher -m 700 /data
COPY --from=build /opt/usher /opt/usher
ENV PATH=/opt/usher/bin:$PATH PYTHONPATH=/opt/usher/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/opt/usher/cache XDG_DATA_HOME=/data HOME=/data PORT=3000
USER 10001
WORKDIR /data
# saved state and a corpus built from sources; with PostgreSQL nothing in it has to last
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\") or 3000}/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
