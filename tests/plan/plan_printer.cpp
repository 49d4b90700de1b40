// Writes the plans of all predefined losses into a folder, one file each, to be compared with the goldens.
#include <fstream>
#include <iostream>
#include <stdexcept>

#include <lossc/graph/lower.hpp>
#include <lossc/loss/all.hpp>
#include <lossc/emit/plans.hpp>

namespace {

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error(path + " cannot be written");
}

void write_plans(const std::string& folder) {
  std::string names;
  const auto write_loss = [&](const auto& loss) {
    const auto c = lossc::compile(lossc::lower(loss));
    names += std::string(loss.name) + "\n";
    write_file(folder + "/" + std::string(loss.name) + ".txt", "# value\n" + print_plan(c, false) + "\n# value and gradients\n" + print_plan(c, true));
  };
  boost::hana::unpack(lossc::losses::one_of_each, [&](const auto&... loss) { (write_loss(loss), ...); });
  write_file(folder + "/losses.txt", names);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: plan_printer FOLDER\n";
    return 2;
  }
  try {
    write_plans(arguments[1]);
  } catch (const lossc::failure& f) {
    std::cerr << "plan_printer: " << f.subject << ": " << f.sentence << "\n";
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "plan_printer: " << error.what() << "\n";
    return 1;
  }
}
