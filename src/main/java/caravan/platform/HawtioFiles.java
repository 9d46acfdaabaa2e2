package caravan.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceTransformer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/** Serves Hawtio's own files; its pages are one page, so any path that names no file is that page. */
@Configuration(proxyBeanMethods = false)
class HawtioFiles implements WebMvcConfigurer {
    static final String PATH = "/actuator/hawtio";
    private static final String PAGE = "index.html";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // Their names change with what is in them, so a browser fetches the 13 MB once.
        registry.addResourceHandler(PATH + "/static/**")
                .addResourceLocations("classpath:/hawtio-static/static/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable());
        registry.addResourceHandler(PATH + "/**")
                .addResourceLocations("classpath:/hawtio-static/")
                .resourceChain(true)
                .addResolver(new FileOrPage())
                .addTransformer(new BasePath());
    }

    private static final class FileOrPage extends PathResourceResolver {
        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            Resource file = super.getResource(path, location);
            // A missing script must stay missing: a page in its place is an error nobody understands.
            return file == null && !path.contains(".") ? super.getResource(PAGE, location) : file;
        }
    }

    /** Hawtio is built for /hawtio; its page names that path in links and in the base of every relative one. */
    private static final class BasePath implements ResourceTransformer {
        @Override
        public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
                throws IOException {
            Resource transformed = chain.transform(request, resource);
            if (!PAGE.equals(transformed.getFilename())) {
                return transformed;
            }
            String page = transformed.getContentAsString(StandardCharsets.UTF_8);
            return new TransformedResource(
                    transformed,
                    page.replace("\"/hawtio/", "\"" + request.getContextPath() + PATH + "/")
                            .getBytes(StandardCharsets.UTF_8));
        }
    }
}
