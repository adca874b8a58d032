# The server over the embedded graph, or over a built one that is mounted: see docs/server.md, "In a container".
# What is run here is run by `.ci/container` too, without an engine; keep the RUN lines plain.
FROM python:3.11-slim AS built
COPY . /source
RUN python -m pip install --quiet --no-cache-dir build
RUN python -m build --quiet --wheel --outdir /wheels /source
RUN python -m venv /opt/mechgraph
RUN /opt/mechgraph/bin/pip install --quiet --no-cache-dir "$(ls /wheels/*.whl)[serve]"
# the RDF store of the embedded graph, which nobody can write later
RUN MECHGRAPH_CACHE=/opt/mechgraph/cache /opt/mechgraph/bin/mechgraph query predicates --output /tmp/predicates.tsv

FROM python:3.11-slim
COPY --from=built /opt/mechgraph /opt/mechgraph
ENV MECHGRAPH_CACHE=/opt/mechgraph/cache PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 65532:65532
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/opt/mechgraph/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
ENTRYPOINT ["/opt/mechgraph/bin/mechgraph", "serve", "--host", "0.0.0.0", "--port", "8000", "--log", "json", "--grace", "8"]
