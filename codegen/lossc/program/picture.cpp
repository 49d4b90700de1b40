// Draws with cairo, which writes both formats; PNGs have two pixels per point.
#include <cairo-svg.h>
#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <lossc/program/array.hpp>
#include <lossc/program/picture.hpp>
#include <numbers>

namespace lossc::program {
namespace {

constexpr double pixels_per_point = 2;

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

picture_format format_of(const std::filesystem::path& file) {
  if (file.extension() == ".svg") return picture_format::svg;
  if (file.extension() == ".png") return picture_format::png;
  throw input_error(fmt::format("--out {}: pictures are .svg or .png.", file.string()));
}

struct picture::surface {
  picture_format format;
  std::string bytes;
  cairo_surface_t* target;
  cairo_t* pen;

  surface(double width, double height, picture_format f) : format(f) {
    if (format == picture_format::svg) {
      target = cairo_svg_surface_create_for_stream(append, &bytes, width, height);
    } else {
      target = cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width * pixels_per_point), static_cast<int>(height * pixels_per_point));
      cairo_surface_set_device_scale(target, pixels_per_point, pixels_per_point);
    }
    pen = cairo_create(target);
    cairo_select_font_face(pen, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_line_join(pen, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(pen, CAIRO_LINE_CAP_ROUND);
  }
  ~surface() {
    cairo_destroy(pen);
    cairo_surface_destroy(target);
  }
  void use(colour c) { cairo_set_source_rgb(pen, c.red, c.green, c.blue); }
};

picture::picture(double width, double height, picture_format format) : surface_(std::make_unique<surface>(width, height, format)) {
  rectangle(0, 0, width, height, white);
}
picture::~picture() = default;

void picture::line(const std::vector<point>& through, colour c, double width, bool dashed) {
  if (through.empty()) return;
  cairo_t* pen = surface_->pen;
  surface_->use(c);
  cairo_set_line_width(pen, width);
  const double dashes[] = {5, 4};
  cairo_set_dash(pen, dashes, dashed ? 2 : 0, 0);
  cairo_move_to(pen, through[0].first, through[0].second);
  for (const auto& [x, y] : through) cairo_line_to(pen, x, y);
  cairo_stroke(pen);
}

void picture::rectangle(double x, double y, double width, double height, colour fill) {
  surface_->use(fill);
  cairo_rectangle(surface_->pen, x, y, width, height);
  cairo_fill(surface_->pen);
}

void picture::circle(double x, double y, double radius, colour fill, colour edge) {
  cairo_t* pen = surface_->pen;
  cairo_new_path(pen);
  cairo_arc(pen, x, y, radius, 0, 2 * std::numbers::pi);
  surface_->use(fill);
  cairo_fill_preserve(pen);
  surface_->use(edge);
  cairo_set_dash(pen, nullptr, 0, 0);
  cairo_set_line_width(pen, 1);
  cairo_stroke(pen);
}

void picture::text(double x, double y, const std::string& words, anchor at, double size, colour c, bool upwards) {
  cairo_t* pen = surface_->pen;
  const double width = text_width(words, size);
  cairo_save(pen);
  cairo_translate(pen, x, y);
  if (upwards) cairo_rotate(pen, -std::numbers::pi / 2);
  surface_->use(c);
  // A third of the size is half the height of a capital letter.
  cairo_move_to(pen, at == anchor::left ? 0 : at == anchor::middle ? -width / 2 : -width, size * 0.35);
  cairo_show_text(pen, words.c_str());
  cairo_restore(pen);
}

double picture::text_width(const std::string& words, double size) {
  cairo_text_extents_t extents;
  cairo_set_font_size(surface_->pen, size);
  cairo_text_extents(surface_->pen, words.c_str(), &extents);
  return extents.x_advance;
}

void picture::image(double x, double y, double width, double height, int columns, const std::vector<colour>& pixels) {
  const int rows = static_cast<int>(pixels.size()) / columns;
  cairo_surface_t* made = cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows);
  cairo_surface_flush(made);
  unsigned char* data = cairo_image_surface_get_data(made);
  const int stride = cairo_image_surface_get_stride(made);
  for (int row = 0; row < rows; ++row) {
    auto* to = reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(row) * stride);
    for (int column = 0; column < columns; ++column) {
      const colour& c = pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
      const auto channel = [](double part) { return static_cast<std::uint32_t>(std::clamp(part, 0.0, 1.0) * 255 + 0.5); };
      to[column] = channel(c.red) << 16 | channel(c.green) << 8 | channel(c.blue);
    }
  }
  cairo_surface_mark_dirty(made);
  cairo_t* pen = surface_->pen;
  cairo_save(pen);
  cairo_translate(pen, x, y);
  cairo_scale(pen, width / columns, height / rows);
  cairo_set_source_surface(pen, made, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(pen), CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend(cairo_get_source(pen), CAIRO_EXTEND_PAD);
  cairo_rectangle(pen, 0, 0, columns, rows);
  cairo_fill(pen);
  cairo_restore(pen);
  cairo_surface_destroy(made);
}

void picture::clip(double x, double y, double width, double height) {
  cairo_save(surface_->pen);
  cairo_rectangle(surface_->pen, x, y, width, height);
  cairo_clip(surface_->pen);
}
void picture::lift_clip() { cairo_restore(surface_->pen); }

std::string picture::finish() {
  if (surface_->format == picture_format::png) cairo_surface_write_to_png_stream(surface_->target, append, &surface_->bytes);
  cairo_surface_finish(surface_->target);
  if (const auto status = cairo_surface_status(surface_->target); status != CAIRO_STATUS_SUCCESS)
    throw input_error(fmt::format("the picture cannot be drawn ({}).", cairo_status_to_string(status)));
  return surface_->bytes;
}

}  // namespace lossc::program
