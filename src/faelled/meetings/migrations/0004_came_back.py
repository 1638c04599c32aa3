from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_calendars'),
    ]

    operations = [
        migrations.AddField(
            model_name='participant',
            name='came_back',
            field=models.CharField(blank=True, default='', max_length=12),
        ),
    ]
