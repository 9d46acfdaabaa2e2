package caravan.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds the body of a request to the API: by what it declares, and by what really comes. A file may be larger than JSON. */
final class BodyLimit extends OncePerRequestFilter {
    private static final int MOST = 256 * 1024;
    private static final int MOST_OF_A_FILE = 10 * 1024 * 1024;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int most = request.getRequestURI().equals(OpeningsController.PATH + OpeningsController.FILE)
                ? MOST_OF_A_FILE
                : MOST;
        if (request.getContentLengthLong() > most) {
            response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
        } else {
            chain.doFilter(new Bounded(request, most), response);
        }
    }

    /** Where it stands. */
    @Configuration(proxyBeanMethods = false)
    static class Place {
        @Bean
        FilterRegistrationBean<BodyLimit> bodyLimit() {
            FilterRegistrationBean<BodyLimit> limit = new FilterRegistrationBean<>(new BodyLimit());
            limit.addUrlPatterns("/api/*");
            return limit;
        }
    }

    private static final class Bounded extends HttpServletRequestWrapper {
        private final int most;
        private @Nullable ServletInputStream stream;

        Bounded(HttpServletRequest request, int most) {
            super(request);
            this.most = most;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            ServletInputStream bounded = stream;
            if (bounded == null) {
                bounded = new BoundedStream(super.getInputStream(), most);
                stream = bounded;
            }
            return bounded;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class BoundedStream extends ServletInputStream {
        private final ServletInputStream stream;
        private final int most;
        private long count;

        BoundedStream(ServletInputStream stream, int most) {
            this.stream = stream;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int next = stream.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = stream.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int more) throws BodyTooLarge {
            count += more;
            if (count > most) {
                throw new BodyTooLarge(most);
            }
        }

        @Override
        public boolean isFinished() {
            return stream.isFinished();
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            stream.setReadListener(listener);
        }
    }
}
