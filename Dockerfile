# A machine for graders: this repository with the versions that its tests passed with. make and git are for contributors.
# Hidden suites and references are in it: for no public registry.
#   docker build -t dl-homework .
#   docker run --rm -v "$PWD:/class" dl-homework grade losses /class/submissions --out /class/marks
FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/dl-homework
COPY requirements.lock ./
# torch's own index has it without what a graphics card needs: gigabytes less.
RUN python -m pip install --no-cache-dir --extra-index-url https://download.pytorch.org/whl/cpu --requirement requirements.lock
COPY . ./
RUN python -m pip install --no-cache-dir --no-deps --editable .
# Root inside, so that the sandbox can give student code users of its own.
ENV HOMEWORK_COURSE=/opt/dl-homework
ENTRYPOINT ["homework"]
CMD ["doctor"]
