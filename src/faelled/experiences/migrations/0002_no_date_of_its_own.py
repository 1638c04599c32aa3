from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("experiences", "0001_initial")]

    operations = [migrations.RemoveField(model_name="experience", name="delete_after")]
