# The hub alone; docker-compose.yml shows what it needs around it.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
RUN mvn -B -q -DskipTests package && \
    java -Djarmode=tools -jar target/caravan-*.jar extract --destination /caravan --application-filename caravan.jar

FROM eclipse-temurin:25-jre
RUN useradd --system --home-dir /caravan caravan && install -d -o caravan /caravan /caravan/data
WORKDIR /caravan
COPY --from=build /caravan/lib lib
COPY --from=build /caravan/caravan.jar caravan.jar
COPY config/application.yaml config/connections.yaml config/
COPY connectors connectors
COPY routes routes
COPY --chmod=755 config/compose/healthy config/compose/note-classes ./
USER caravan
RUN ./note-classes java -Xmx512m --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
EXPOSE 8080
# The broker's client and the connection pool use Unsafe, which Java 25 would warn about. Options beside the first must be those of
# note-classes, or Java passes over what it noted.
ENTRYPOINT ["java", "-XX:AOTCache=caravan.aot", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-jar", "caravan.jar"]
