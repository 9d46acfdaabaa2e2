# The hub alone; docker-compose.yml shows what it needs around it.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
RUN mvn -B -q -DskipTests package && cp target/caravan-*.jar /caravan.jar

FROM eclipse-temurin:25-jre
RUN useradd --system --home-dir /caravan caravan && install -d -o caravan /caravan /caravan/data
WORKDIR /caravan
COPY --from=build /caravan.jar caravan.jar
COPY config/application.yaml config/connections.yaml config/
COPY connectors connectors
COPY routes routes
COPY --chmod=755 config/compose/healthy healthy
USER caravan
EXPOSE 8080
# The broker's client and the connection pool use Unsafe, which Java 25 would warn about.
ENTRYPOINT ["java", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-jar", "caravan.jar"]
